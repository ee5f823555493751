"""The target's command: `target-parquet-lake`, or `python -m target_parquet_lake`."""

from __future__ import annotations

from target_parquet_lake.lean import lean


def main() -> None:
    """Run the command in a process of its own."""
    with lean():
        from target_parquet_lake.target import TargetParquetLake  # noqa: PLC0415 - lean.

    TargetParquetLake.cli()


if __name__ == "__main__":
    main()
