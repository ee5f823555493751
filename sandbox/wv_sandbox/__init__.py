"""A seeded shop in a seeded climate, served as the real APIs on loopback."""
