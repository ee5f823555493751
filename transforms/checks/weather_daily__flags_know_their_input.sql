-- A flag is set or cleared without the value it rests on.
-- Severity: V2
-- Next: correct the flag in weather_daily.sql: unknown is null, never false.
select
    cell_id,
    local_date,
    observation_type
from weather_daily
where
    (temp_min_c is null and freeze_flag is not null)
    or (temp_max_c is null and (heatwave_flag is not null or heatwave_event is not null))
    or (snowfall_cm is null and snow_event_flag is not null)
    or (wind_gust_max_ms is null and high_wind_flag is not null)
    or (uv_index_max is null and uv_alert_flag is not null)
    or (precip_prob_max is null and high_precip_prob_flag is not null)
