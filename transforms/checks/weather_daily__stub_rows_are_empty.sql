-- A day without data carries a value, or stands beside data.
-- Severity: V2
-- Next: look at that day in weather_local_days and at empty_days in weather_days.sql.
select
    stub.cell_id,
    stub.local_date
from weather_daily as stub
left join weather_daily as other
    on
        stub.cell_id = other.cell_id
        and stub.local_date = other.local_date
        and other.observation_type <> 'stub'
where
    stub.observation_type = 'stub'
    and (stub.temp_c is not null or stub.precip_mm is not null or other.cell_id is not null)
