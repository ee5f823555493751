"""Watches the raw tables: measures each build, judges it by its own history, alerts."""
