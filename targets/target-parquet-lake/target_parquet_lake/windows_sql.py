"""Which rows a pull of a window did not bring, asked of two pinned tables by SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from target_parquet_lake.casts import conform
from target_parquet_lake.merge import RUN
from target_parquet_lake.types import arrow_type
from target_parquet_lake.views import DELETED, identifier, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from target_parquet_lake.pinned import PinnedTable
    from target_parquet_lake.types import Column, Struct

ROWS = "row_count"
"""How many rows a window's pull has brought, each key counted once."""
COLUMN, START, END = "_window_column", "_window_start", "_window_end"
"""The column that bounds a window; from the start, and before the end."""


class Windows:
    """Windows of one stream, and the rows in its table.

    Args:
        rows: The stream's table.
        told: The table that tells its windows.
        named: Key columns of `told` that are columns of the stream too.
        marked: Whether rows that are marked as deleted are retired already.
    """

    def __init__(
        self,
        rows: PinnedTable,
        told: PinnedTable,
        named: Sequence[str],
        *,
        marked: bool,
    ) -> None:
        self._rows, self._told = rows, told
        self._named = named
        self._marked = marked

    def judged(self, asked: pa.Table, kind: Struct) -> tuple[int, pa.Table]:
        """Find what is to be retired.

        Args:
            asked: The windows asked for, as rows of `told` by the source's names.
            kind: Their type.

        Returns:
            How many windows are whole; and of the rows that their pulls did not bring
            the key columns, and the run that says so.
        """
        import duckdb  # noqa: PLC0415 - a target starts sooner without it.

        with duckdb.connect() as con:
            con.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
            self._rows.view(con, "stored", every_row=True)
            self._told.view(con, "told")
            rows = conform(asked, kind, self._told.struct)
            con.register("asked", rows.select(self._told.keys))
            con.execute(self._whole())
            [(whole,)] = con.execute("SELECT count(*) FROM whole").fetchall()
            found = con.sql(self._doomed()).to_arrow_table()
        return whole, found.cast(self._doomed_schema())

    def _whole(self) -> str:
        """The windows of which as many rows lie in the table as were sent."""
        alike = " AND ".join(
            f"t.{identifier(key)} = asked.{identifier(key)}" for key in self._told.keys
        )
        keys = ", ".join(f"r.{identifier(key)}" for key in self._rows.keys)
        run = _stored(self._rows, RUN)
        return (
            "CREATE TEMP TABLE windows AS SELECT row_number() OVER () AS n, t.* "  # noqa: S608 - quoted.
            f"FROM told t WHERE EXISTS (FROM asked WHERE {alike}); "
            "CREATE TEMP TABLE whole AS SELECT w.n FROM windows w "
            f"LEFT JOIN stored r ON {self._inside()} AND r.{run} = w.{self._told_run} "
            f"WHERE {self._known()} GROUP BY w.n, w.{_stored(self._told, ROWS)} "
            f"HAVING count(DISTINCT CASE WHEN r.{run} IS NOT NULL THEN ({keys}) END) "
            f"= w.{_stored(self._told, ROWS)}"
        )

    def _doomed(self) -> str:
        keys = ", ".join(f"r.{identifier(key)}" for key in self._rows.keys)
        run = f"r.{_stored(self._rows, RUN)}"
        gone = f"AND r.{_stored(self._rows, DELETED)} IS NULL" if self._marked else ""
        return (
            f"SELECT {keys}, max(w.{self._told_run}) AS {RUN} FROM windows w "  # noqa: S608 - quoted.
            f"JOIN whole USING (n) JOIN stored r ON {self._inside()} {gone} "
            f"AND ({run} IS NULL OR {run} < w.{self._told_run}) GROUP BY {keys}"
        )

    def _doomed_schema(self) -> pa.Schema:
        kinds = {c.stored: arrow_type(c.type) for c in self._rows.struct.columns}
        keys = [pa.field(key, kinds[key]) for key in self._rows.keys]
        return pa.schema([*keys, pa.field(RUN, pa.string())])

    @property
    def _told_run(self) -> str:
        return _stored(self._told, RUN)

    def _inside(self) -> str:
        """Whether a row `r` lies in a window `w`."""
        equal = [
            f"r.{_stored(self._rows, name)} = w.{_stored(self._told, name)}"
            for name in self._named
        ]
        told = self._told.struct.by_name()
        if COLUMN not in told:
            return " AND ".join(equal)
        return " AND ".join([*equal, self._between()])

    def _between(self) -> str:
        """Whether a row lies in a range of the column that its window names."""
        start, end = (f"w.{_stored(self._told, name)}" for name in (START, END))
        cases = [
            f"WHEN {literal(c.name)} THEN r.{identifier(c.stored)} >= {start} "
            f"AND r.{identifier(c.stored)} < {end}"
            for c in self._rangeable()
        ]
        named = f"w.{_stored(self._told, COLUMN)}"
        return f"CASE {named} {' '.join(cases)} ELSE false END" if cases else "false"

    def _known(self) -> str:
        """Whether the column that a window names can bound it."""
        if COLUMN not in self._told.struct.by_name():
            return "true"
        names = [literal(column.name) for column in self._rangeable()]
        named = f"w.{_stored(self._told, COLUMN)}"
        return f"{named} IN ({', '.join(names)})" if names else "false"

    def _rangeable(self) -> list[Column]:
        kind = self._told.struct.by_name()[START].type
        return [c for c in self._rows.struct.columns if c.type == kind]


def _stored(table: PinnedTable, name: str) -> str:
    return identifier(table.struct.by_name()[name].stored)
