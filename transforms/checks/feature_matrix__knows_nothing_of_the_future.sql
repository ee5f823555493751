-- A row to forecast with rests on weather that was available only after its decision.
-- Severity: V3
-- Next: look at these days in wx_asof; as_of of a stream or the join of feature_matrix is wrong.
select
    cell_id,
    local_date,
    decision_at,
    weather_available_at
from feature_matrix
where
    mode = 'asof'
    and (weather_available_at > decision_at or (has_weather and decision_at is null))
