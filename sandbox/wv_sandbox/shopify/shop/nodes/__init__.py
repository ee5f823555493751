"""How the objects of each GraphQL type are made; one module a family of types."""
