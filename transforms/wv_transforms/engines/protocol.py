"""What a build asks of an engine, all in the project's own SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    import pyarrow as pa

    from target_parquet_lake.pinned import PinnedTable
    from wv_transforms.columns import Column


class Engine(Protocol):
    """One engine during one run.

    Relations are called as models call them: `weather_daily`, `raw.openmeteo__cells`.
    """

    name: str
    """What it is called."""
    version: str
    """Its version."""
    errors: tuple[type[Exception], ...]
    """What it raises when a SELECT fails on the data."""

    def show(self, relation: str, sql: str) -> None:
        """Name a SELECT, so that others can read it."""

    def show_table(
        self,
        relation: str,
        table: PinnedTable,
        columns: Sequence[Column],
        where: str = "",
    ) -> None:
        """Show a version of a table, its columns as declared.

        Args:
            relation: What it is called.
            table: The table at one version.
            columns: The columns, in order; what the table lacks is null.
            where: SQL condition on its rows; all when empty.
        """

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a SELECT; for few rows."""

    def stream(self, sql: str) -> AbstractContextManager[pa.RecordBatchReader]:
        """The rows of a SELECT in their order, without gathering them."""
