"""Singer tap for Shopify's GraphQL Admin API."""
