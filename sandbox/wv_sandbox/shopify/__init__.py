"""Shopify's GraphQL Admin API as its server behaves, over the seeded shop."""
