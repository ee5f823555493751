"""Raw tables of a small lake, as tap and target leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from target_parquet_lake.lake import Lake

RAW = {
    "cells": """
        select * from (values
            ('dr5ru', '+40.75-074.00', 'dr5ru', 'New York', 'US', 'America/New_York'),
            ('u33db', '+52.50+013.50', 'u33db', 'Berlin', 'DE', 'Europe/Berlin')
        ) as cells (cell_id, grid_cell_id, geohash, name, country_code, timezone)
    """,
    "weather_daily_history": """
        select
            '+40.75-074.00' as grid_cell_id,
            cast(day as date) as "date",
            'era5_seamless' as model,
            12 + 10 * sin(2 * pi() * (dayofyear(day) - 110) / 365) + noise
                as temperature_2m_mean,
            temperature_2m_mean + 5 as temperature_2m_max,
            temperature_2m_mean - 5 as temperature_2m_min,
            greatest(noise, 0) as precipitation_sum
        from generate_series(
            date '2005-01-01', date '2020-12-31', interval 1 day
        ) as days (day)
        cross join lateral (
            select date_diff('day', date '1991-01-01', day) * 7 % 20 / 2.0 - 5 as noise
        )
    """,
    "weather_hourly_observed": """
        select
            cell.cell_id,
            "time",
            'era5_seamless' as model,
            cast(null as timestamptz) as issued_at,
            "time" + interval 5 day as as_of,
            8 + 4 * sin(2 * pi() * (hour("time") - 9) / 24) as temperature_2m,
            60.0 as relative_humidity_2m,
            case when hour("time") = 4 then 2.4 else 0.0 end as precipitation,
            0.0 as snowfall,
            5.0 as wind_gusts_10m
        from (values ('dr5ru'), ('u33db')) as cell (cell_id)
        cross join generate_series(
            timestamptz '2024-02-20 00:00+00',
            timestamptz '2024-03-26 23:00+00',
            interval 1 hour
        ) as t ("time")
    """,
    "weather_hourly_forecast": """
        select
            cell.cell_id,
            "time",
            'best_match' as model,
            timestamptz '2024-04-01 00:00+00' as issued_at,
            timestamptz '2024-04-01 05:00+00' as as_of,
            9.0 as temperature_2m,
            70.0 as relative_humidity_2m,
            0.1 as precipitation,
            0.0 as snowfall,
            18.0 as wind_gusts_10m,
            6.5 as uv_index,
            75.0 as precipitation_probability
        from (values ('dr5ru'), ('u33db')) as cell (cell_id)
        cross join generate_series(
            timestamptz '2024-04-01 00:00+00',
            timestamptz '2024-04-07 23:00+00',
            interval 1 hour
        ) as t ("time")
    """,
    "connector_runs": """
        select
            'r1' as run_id,
            'tap-openmeteo' as connector,
            '0.1.0' as connector_version,
            timestamptz '2024-04-01 05:00+00' as started_at,
            timestamptz '2024-04-01 05:01+00' as finished_at,
            true as success, 0 as exit_code, 12 as requests, 100 as "rows"
    """,
}


def write_raw(lake: Lake, stream: str, sql: str, tenant: str = "default") -> int:
    """Put rows into a raw table, with the columns that tap and target add."""
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        rows = con.sql(
            f"select *, 1::bigint as _sdc_sequence, 'stub' as _wv_source from ({sql})"  # noqa: S608  # Given above.
        ).to_arrow_table()
    return lake.write("raw", tenant, f"openmeteo__{stream}", rows)
