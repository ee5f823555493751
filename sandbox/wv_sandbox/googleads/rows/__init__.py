"""What there is in an account: entities, reports and changes, as fields of queries."""
