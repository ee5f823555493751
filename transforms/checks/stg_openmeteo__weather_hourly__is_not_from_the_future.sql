-- A forecast was fetched before its model run began.
-- Severity: V3
-- Next: look at issued_at and as_of in raw.openmeteo__weather_hourly_forecast: a clock is wrong.
select
    stream,
    cell_id,
    valid_at,
    issued_at,
    as_of_utc
from stg_openmeteo__weather_hourly
where issued_at > as_of_utc
