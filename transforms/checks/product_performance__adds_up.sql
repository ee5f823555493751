-- Products do not add up to the gross sales of the days.
-- Severity: V1
-- Next: look for product sales without a line_item_id in sales_entries; no product has them.
with

products as (
    select
        currency,
        sum(gross_sales) as gross_sales
    from product_performance
    group by currency
),

days as (
    select
        currency,
        sum(gross_sales) as gross_sales
    from sales_daily
    group by currency
)

select
    days.currency,
    days.gross_sales,
    products.gross_sales as gross_sales_of_products
from days
left join products on days.currency = products.currency
where days.gross_sales <> coalesce(products.gross_sales, 0)
