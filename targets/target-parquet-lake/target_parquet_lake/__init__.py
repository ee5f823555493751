"""Singer target that keeps a lake of Delta tables, plain Parquet underneath."""
