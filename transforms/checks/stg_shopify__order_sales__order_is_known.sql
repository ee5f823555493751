-- A sale belongs to an order that was never read, so no total has it.
-- Severity: V2
-- Next: select the stream orders beside order_sales, and run the tap again from its start date.
select
    sales.sale_id,
    sales.order_id
from stg_shopify__order_sales as sales
left join stg_shopify__orders as orders on sales.order_id = orders.order_id
where orders.order_id is null
