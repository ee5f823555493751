"""What the page asks of the promoted tables, one query a table."""

from __future__ import annotations

from wv.report.model import FLAGS

WEATHER = "weather.weather_daily"
CLIMATE = "weather.climatology_daily"
CELLS = "staging.stg_openmeteo__cells"
CONNECTORS = "quality.connector_health"
STREAMS = "quality.wx_health"
TABLES = (WEATHER, CLIMATE, CELLS, CONNECTORS, STREAMS)

CELLS_SQL = f"""
select cell_id, name, country_code, latitude, longitude, timezone, grid_cell_id
from {CELLS}
"""  # noqa: S608 - constants of this module.

DAYS_SQL = f"""
with reach as (
    select cell_id, max(cast(local_date as date)) as last_date
    from {WEATHER}
    where observation_type = 'observed' and temp_c is not null
    group by cell_id
)

select
    w.cell_id, cast(w.local_date as date), w.observation_type = 'forecast',
    w.temp_c, w.temp_max_c, w.temp_min_c, w.temp_anomaly, w.precip_mm, w.precip_anomaly,
    {", ".join(f"w.{flag}" for flag in FLAGS)}
from {WEATHER} as w
left join reach on w.cell_id = reach.cell_id
where
    w.observation_type in ('observed', 'forecast')
    and cast(w.local_date as date) > coalesce(reach.last_date, date '0001-01-01') - 400
order by w.cell_id, cast(w.local_date as date), w.observation_type
"""  # noqa: S608 - constants of this module.

NORMALS_SQL = f"""
select
    grid_cell_id, month, day, temp_normal_c, temp_p05_c, temp_p25_c, temp_p50_c,
    temp_p75_c, temp_p95_c, precip_normal_mm
from {CLIMATE}
"""  # noqa: S608 - constants of this module.

BASES_SQL = f"""
select
    grid_cell_id, min(period_start) || '-' || max(period_end), min(quality), max(model)
from {CLIMATE}
where temp_normal_c is not null
group by grid_cell_id
"""  # noqa: S608 - constants of this module.

CONNECTORS_SQL = f"""
select
    connector, connector_version, runs, successes, last_success, last_error_class,
    requests, "rows", retries, waits, wait_seconds, epoch(last_started_at), confidence,
    recent_runs, recent_successes, epoch(last_success_at)
from {CONNECTORS}
order by connector
"""  # noqa: S608 - constants of this module.

STREAMS_SQL = f"""
select stream, "rows", epoch(last_time), stub_rows, null_share
from {STREAMS}
order by stream
"""  # noqa: S608 - constants of this module.

BY_DAY = (
    ("shop sales, by day", "shop.sales_daily", "sold_on"),
    ("advertising, by day", "marketing.ads_account_daily", "spent_on"),
    ("promotions, by day", "marketing.promo_calendar", "promo_on"),
)
"""Names, tables and days of what reaches to the end of its newest day."""
BY_DAY_SQL = """
select count(*), epoch(max({day}) + interval 1 day), count(*) filter (is_stub)
from {table} having count(*) > 0
"""

ORIGIN_SQL = f"""
select max(epoch(as_of_utc)), coalesce(bool_or(source = 'stub'), false)
from {WEATHER}
"""  # noqa: S608 - constants of this module.

ALERTS = "watch.dq_incidents"
ALERTS_SQL = f"""
select
    dataset, family, level, message, next_step, epoch(opened_at), epoch(resolved_at)
from {ALERTS}
order by resolved_at is not null, level, opened_at desc, dataset, family
"""  # noqa: S608 - constants of this module.

LETTERS = "watch.dead_letters"
LETTERS_SQL = f"""
select
    source, stream, count(*), epoch(max(last_failed_at)),
    string_agg(distinct error_class, ', ' order by error_class)
from {LETTERS}
group by source, stream
order by count(*) desc, source, stream
"""  # noqa: S608 - constants of this module.

PLACES_SQL = f"select distinct cell_id, grid_cell_id from {WEATHER}"  # noqa: S608 - constants of this module.
