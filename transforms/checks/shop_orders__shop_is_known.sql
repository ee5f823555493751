-- Orders are there, but not the shop whose time zone their days are in.
-- Severity: V2
-- Next: select the stream shop; until then days are those of UTC.
select orders.order_id
from shop_orders as orders
left join stg_shopify__shop as shop on true
where shop.shop_id is null
