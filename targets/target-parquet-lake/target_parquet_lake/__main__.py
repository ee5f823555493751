"""`python -m target_parquet_lake` is the target's command."""

from target_parquet_lake.target import TargetParquetLake

TargetParquetLake.cli()
