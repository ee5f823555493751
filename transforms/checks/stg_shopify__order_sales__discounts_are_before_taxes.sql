-- A discount was taken after taxes, which gross sales and discounts leave out.
-- Severity: V1
-- Next: look at that sale in the admin; gross sales and discounts of its day are too low by it.
select
    sale_id,
    order_id,
    discount_after_taxes
from stg_shopify__order_sales
where discount_after_taxes <> 0
