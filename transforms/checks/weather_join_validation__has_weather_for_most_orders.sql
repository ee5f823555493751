-- Too few of the newest shipped orders have weather to speak of its effect.
-- Severity: V1
-- Next: look at weather_join_gaps: read more cells (`cells_lake`), or add a geocoder.
select
    validation.join_mode,
    validation.recent_orders,
    validation.recent_weather_ratio
from weather_join_validation as validation
where validation.severity = 'critical'
