"""The rule on geocoding: enough physical orders must have a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from target_parquet_lake.names import TableName
from wv_transforms.quality import alarm
from wv_transforms.quality.alarm import Alarm, Level
from wv_transforms.quality.robust import wilson

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from target_parquet_lake.lake import Lake
    from wv_transforms.quality.thresholds import Limits

LAYER = "geo"
TABLE = "geocoding_coverage"


def geocoding_alarms(
    con: duckdb.DuckDBPyConnection, lake: Lake, tenant: str, limits: Limits
) -> list[Alarm]:
    """Judge the coverage that the models counted last; none where there is none.

    Args:
        con: An engine that may read the lake's files.
        lake: The lake.
        tenant: Whose orders.
        limits: The thresholds.
    """
    name = TableName(LAYER, tenant, TABLE)
    if name not in lake.tables(LAYER, tenant=tenant):
        return []
    lake.pin([name]).tables[name].view(con, TABLE)
    counts = con.table(TABLE).filter("scope = 'tenant'").order("order_date DESC")
    newest = counts.project("geocoded_orders, physical_orders").limit(1).fetchall()
    return [
        one
        for located, orders in newest
        for one in geocoded(TABLE, located, orders, limits)
    ]


def geocoded(
    dataset: str, located: int, orders: int, limits: Limits
) -> Iterator[Alarm]:
    """Too few physical orders have a cell.

    Few orders prove little: their upper Wilson bound is held against the threshold.

    Args:
        dataset: What is geocoded.
        located: Physical orders with a cell.
        orders: All physical orders.
        limits: The thresholds.
    """
    if not orders:
        return
    few = orders < limits.wilson_below
    ratio = wilson(located, orders)[1] if few else located / orders
    if ratio >= limits.geocoded_warning:
        return
    yield Alarm(
        alarm.GEOCODED,
        dataset,
        Level(1 + (ratio < limits.geocoded_critical)),
        f"{located} of {orders} physical orders have a cell.",
        observed=located / orders,
        expected=limits.geocoded_warning,
        runs=0,
    )
