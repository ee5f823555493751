-- An order has weather that was available only after its decision, or a decision after the order.
-- Severity: V3
-- Next: look at these orders in wx_asof; as_of of a stream or the join of orders is wrong.
select
    order_id,
    decision_at,
    ordered_at,
    weather_available_at
from weather_join
where
    join_mode = 'asof'
    and (weather_available_at > decision_at or decision_at > ordered_at)
