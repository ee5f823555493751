-- The days do not add up to the entries they are made of.
-- Severity: V3
-- Next: look for entries without a day or currency in sales_entries.
with

days as (
    select
        sum(total_sales) as total_sales,
        sum(gift_cards + tips) as gift_cards_and_tips,
        sum(orders) as orders
    from sales_daily
),

entries as (
    select
        sum(total_sales) as total_sales,
        sum(gift_cards + tips) as gift_cards_and_tips,
        count(distinct case when is_placed then order_id end) as orders
    from sales_entries
)

select
    days.total_sales,
    entries.total_sales as total_sales_of_entries
from days
cross join entries
where
    coalesce(days.total_sales, 0) <> coalesce(entries.total_sales, 0)
    or coalesce(days.gift_cards_and_tips, 0) <> coalesce(entries.gift_cards_and_tips, 0)
    or coalesce(days.orders, 0) <> coalesce(entries.orders, 0)
