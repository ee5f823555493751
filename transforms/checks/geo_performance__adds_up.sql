-- Places do not add up to the total sales of the days.
-- Severity: V2
-- Next: look for orders of sales_entries that order_totals lacks.
with

places as (
    select
        currency,
        sum(total_sales) as total_sales
    from geo_performance
    group by currency
),

days as (
    select
        currency,
        sum(total_sales) as total_sales
    from sales_daily
    group by currency
)

select
    days.currency,
    days.total_sales,
    places.total_sales as total_sales_of_places
from days
left join places on days.currency = places.currency
where days.total_sales <> coalesce(places.total_sales, 0)
