"""The target's command: `target-parquet-lake`, or `python -m target_parquet_lake`."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from typing import TYPE_CHECKING, Any

from typing_extensions import override

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec


class WithoutPandas(MetaPathFinder):
    """Lets pyarrow find no pandas.

    Where it is installed, pyarrow imports it (44 MB, 0.8 s) to look for objects that
    no message holds.
    """

    @override
    def find_spec(
        self, fullname: str, path: Any, target: Any = None, /
    ) -> ModuleSpec | None:
        if fullname == "pandas":
            raise ModuleNotFoundError(name=fullname)
        return None


def main() -> None:
    """Run the command in a process of its own."""
    sys.meta_path.insert(0, WithoutPandas())

    from target_parquet_lake.target import TargetParquetLake  # noqa: PLC0415 - only now.

    TargetParquetLake.cli()


if __name__ == "__main__":
    main()
