"""The streams of tap-openmeteo."""
