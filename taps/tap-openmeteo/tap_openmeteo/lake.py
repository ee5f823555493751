"""The lake's `shipping_cells` as the list of places to read.

Needs the extra `[lake]` (deltalake). The table's latest version counts; a glob over its
folder would also read files that the table has already replaced.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tap_kit.errors import SettingsError
from tap_openmeteo.cells import parse_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_openmeteo.places import Cell

COLUMNS = ("geohash", "latitude", "longitude", "timezone", "order_share")


def read_lake_cells(setting: Mapping[str, Any]) -> list[Cell]:
    """Read `<lake_root>/geo/<tenant>__shipping_cells`, the most ordered cells first.

    Budgets may end a run early; then the cells that matter most have been read.

    Args:
        setting: `lake_root` and `tenant` of the setting `cells_lake`.

    Raises:
        SettingsError: The extra is missing, or there is no table with these columns.
    """
    tenant = setting.get("tenant") or "default"
    root = Path(setting.get("lake_root") or "storage/lake")
    table = root / "geo" / f"{tenant}__shipping_cells"
    where = f"cells_lake {table}"
    rows = _rows(table, where)
    rows.sort(key=lambda row: (-(row["order_share"] or 0.0), row["geohash"] or ""))
    return parse_cells(rows, where)


def _rows(table: Path, where: str) -> list[dict[str, Any]]:
    try:
        from deltalake import DeltaTable, QueryBuilder  # noqa: PLC0415 -- Optional extra.
        from deltalake.exceptions import DeltaError, TableNotFoundError  # noqa: PLC0415 -- The same.
    except ImportError as error:
        what = "reading cells from the lake needs the package deltalake"
        raise SettingsError(
            what, where=where, next_step="install tap-openmeteo[lake]"
        ) from error
    if not table.is_dir():  # Some versions of the library would make the folder.
        what = "there is no table"
        step = "build the transforms first, or give `cells` or `cells_file`"
        raise SettingsError(what, where=where, next_step=step)
    query = f"select {', '.join(COLUMNS)} from cells"  # noqa: S608 -- Constants only.
    try:
        batches = (
            QueryBuilder()
            .register("cells", DeltaTable(table))
            .execute(query)
            .read_all()
        )
    except (TableNotFoundError, DeltaError) as error:
        what = f"the table cannot be read: {error}"
        step = "it must be a Delta table with the columns " + ", ".join(COLUMNS)
        raise SettingsError(what, where=where, next_step=step) from error
    columns = [batches.column(name).to_pylist() for name in COLUMNS]
    return [dict(zip(COLUMNS, row, strict=True)) for row in zip(*columns, strict=True)]
