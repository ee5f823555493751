"""The promoted tables of a lake, as the transformations would have written them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from wv.report.model import FLAGS, Cell, Connector, Freshness

if TYPE_CHECKING:
    import datetime as dt


def days_table(cells: list[Cell], source: str, as_of: dt.datetime) -> pa.Table:
    rows = [
        {
            "cell_id": cell.cell_id,
            "grid_cell_id": f"grid-{cell.cell_id}",
            "local_date": day.date,
            "observation_type": "forecast" if day.forecast else "observed",
            "temp_c": day.mean_c,
            "temp_max_c": day.max_c,
            "temp_min_c": day.min_c,
            "temp_anomaly": day.anomaly_c,
            "precip_mm": day.precip_mm,
            "precip_anomaly": day.precip_anomaly_mm,
            **{column: word in day.flags for column, word in FLAGS.items()},
            "as_of_utc": as_of,
            "source": source,
        }
        for cell in cells
        for day in cell.days
    ]
    floats = ("temp_c", "temp_max_c", "temp_min_c", "temp_anomaly", "precip_mm")
    fields = [
        *((name, pa.string()) for name in ("cell_id", "grid_cell_id")),
        ("local_date", pa.date32()),
        ("observation_type", pa.string()),
        *((name, pa.float64()) for name in (*floats, "precip_anomaly")),
        *((name, pa.bool_()) for name in FLAGS),
        ("as_of_utc", pa.timestamp("us", tz="UTC")),
        ("source", pa.string()),
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def climate_table(cells: list[Cell]) -> pa.Table:
    names = {
        "temp_normal_c": "mean_c",
        "temp_p05_c": "p05_c",
        "temp_p25_c": "p25_c",
        "temp_p50_c": "p50_c",
        "temp_p75_c": "p75_c",
        "temp_p95_c": "p95_c",
        "precip_normal_mm": "precip_mm",
    }
    return pa.Table.from_pylist(
        [
            {
                "grid_cell_id": f"grid-{cell.cell_id}",
                "month": month,
                "day": day,
                **{name: getattr(normal, field) for name, field in names.items()},
                "period_start": 1991,
                "period_end": 2020,
                "quality": "standard",
                "model": "era5_seamless",
            }
            for cell in cells
            for (month, day), normal in cell.normals.items()
        ]
    )


def cells_table(cells: list[Cell]) -> pa.Table:
    names = ("cell_id", "name", "country_code", "latitude", "longitude", "timezone")
    rows = [
        {name: getattr(cell, name) for name in names}
        | {"grid_cell_id": f"grid-{cell.cell_id}"}
        for cell in cells
    ]
    return pa.Table.from_pylist(rows)


def connectors_table(connectors: list[Connector]) -> pa.Table:
    names = {
        "connector": "name",
        "connector_version": "version",
        "runs": "runs",
        "successes": "successes",
        "last_success": "last_success",
        "last_error_class": "last_error",
        "requests": "requests",
        "rows": "rows",
        "retries": "retries",
        "waits": "waits",
        "wait_seconds": "wait_seconds",
        "last_started_at": "last_started",
        "confidence": "confidence",
        "recent_runs": "recent_runs",
        "recent_successes": "recent_successes",
        "last_success_at": "last_success_at",
    }
    rows = [
        {column: getattr(each, name) for column, name in names.items()}
        for each in connectors
    ]
    table = pa.Table.from_pylist(rows)
    kinds = {  # All null, they have no type.
        "last_error_class": pa.string(),
        "confidence": pa.string(),
        "recent_runs": pa.int64(),
        "recent_successes": pa.int64(),
        "last_success_at": pa.timestamp("us", "UTC"),
    }
    for name, kind in kinds.items():
        at = table.schema.get_field_index(name)
        table = table.set_column(at, name, table[name].cast(kind))
    return table


def streams_table(streams: list[Freshness]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "stream": each.stream,
                "rows": each.rows,
                "last_time": each.last,
                "stub_rows": each.stub_rows,
                "null_share": each.null_share,
            }
            for each in streams
        ]
    )
