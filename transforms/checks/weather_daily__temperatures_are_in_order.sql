-- The lowest, mean and highest temperature of a day are not in order.
-- Severity: V2
-- Next: look at the hours of that day in weather_local_days; a unit may have changed.
select
    cell_id,
    local_date,
    observation_type,
    temp_min_c,
    temp_c,
    temp_max_c
from weather_daily
where temp_min_c > temp_c + 0.000001 or temp_c > temp_max_c + 0.000001
