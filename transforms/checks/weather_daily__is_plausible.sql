-- A temperature is further from normal than weather gets.
-- Severity: V1
-- Next: look at that day; a sensor, a unit or the cell's grid point may be wrong.
select
    weather_daily.cell_id,
    weather_daily.local_date,
    weather_daily.temp_z
from weather_daily
cross join settings
where abs(weather_daily.temp_z) > settings.implausible_z
