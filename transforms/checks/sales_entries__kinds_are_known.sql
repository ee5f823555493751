-- The ledger has a kind of line or action that no line of the sales report takes.
-- Severity: V2
-- Next: look up the kind in Shopify's release notes and give it a place in ledger_entries.sql.
select
    sales.sale_id,
    sales.line_type,
    sales.action_type
from stg_shopify__order_sales as sales
inner join sales_entries on sales.sale_id = sales_entries.entry_id
where
    sales.line_type not in (
        'PRODUCT', 'SHIPPING', 'GIFT_CARD', 'TIP', 'DUTY', 'ADDITIONAL_FEE', 'FEE', 'ADJUSTMENT'
    )
    or coalesce(sales.action_type, 'UNKNOWN') not in ('ORDER', 'UPDATE', 'RETURN')
