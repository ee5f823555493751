-- A grid cell has not the 366 days of a year.
-- Severity: V2
-- Next: fetch the missing days of weather_daily_history for that grid cell, then build again.
select
    grid_cell_id,
    count(*) as n_days
from climatology_daily
group by grid_cell_id
having count(*) <> 366
