-- A row rests on weather that was available only after its decision.
-- Severity: V3
-- Next: look at these decisions in wx_asof_days; as_of of a stream or the as-of join is wrong.
select
    cell_id,
    decision_at,
    local_date,
    weather_available_at,
    weather_informed_at
from wx_asof
where
    weather_available_at > decision_at
    or weather_informed_at > decision_at
    or weather_informed_at > weather_available_at
