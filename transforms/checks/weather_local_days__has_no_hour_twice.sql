-- A local day has more hours than its clock.
-- Severity: V3
-- Next: look for hours that are there twice in stg_openmeteo__weather_hourly.
select
    cell_id,
    local_date,
    stream,
    model,
    n_hours,
    expected_hours
from weather_local_days
where n_hours > expected_hours or n_hours_precip > expected_hours
