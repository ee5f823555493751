"""The Open-Meteo APIs as their server really behaves, over the seeded climate."""
