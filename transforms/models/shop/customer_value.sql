-- What has each customer brought so far, and which segment are they in?
-- Grain: one row per customer and currency.
-- Period: from a customer's first order to the last day with any sale.
-- Window: none.
-- Source: order_totals; orders of nobody known are left out. Bands of the segments are settings.
with

horizon as (
    select max(sold_on) as last_day from sales_entries
),

bought as (
    select
        order_totals.customer_id,
        order_totals.currency,
        sum(case when order_totals.is_cancelled then 0 else 1 end) as orders,
        sum(case when order_totals.is_cancelled then 1 else 0 end) as orders_cancelled,
        min(order_totals.ordered_on) as first_order_on,
        max(order_totals.ordered_on) as last_order_on,
        sum(order_totals.units_sold - order_totals.units_returned) as units,
        sum(order_totals.gross_sales) as gross_sales,
        sum(order_totals.discounts) as discounts,
        sum(order_totals.returns) as returns,
        sum(order_totals.net_sales) as net_sales,
        sum(order_totals.total_sales) as spent,
        max(case when order_totals.is_stub then 1 else 0 end) as has_stub
    from order_totals
    where order_totals.customer_id is not null
    group by order_totals.customer_id, order_totals.currency
),

segmented as (
    select
        ---------- ids
        bought.customer_id,
        bought.currency,

        ---------- segment
        case
            when
                bought.spent >= settings.vip_min_spent and bought.orders >= settings.vip_min_orders
                then 'VIP'
            when
                bought.spent >= settings.loyal_min_spent
                and bought.orders >= settings.loyal_min_orders
                then 'Loyal'
            when bought.orders >= settings.regular_min_orders then 'Regular'
            when bought.orders = 1 then 'One-time'
            else 'Emerging'
        end as segment,

        ---------- orders
        cast(bought.orders as bigint) as orders,
        cast(bought.orders_cancelled as bigint) as orders_cancelled,
        cast(bought.units as bigint) as units,
        bought.first_order_on,
        bought.last_order_on,
        cast(date_diff('day', bought.first_order_on, bought.last_order_on) as bigint)
            as active_days,
        cast(date_diff('day', bought.last_order_on, horizon.last_day) as bigint)
            as days_since_last_order,

        ---------- money
        bought.gross_sales,
        bought.discounts,
        bought.returns,
        bought.net_sales,
        bought.spent,
        cast(
            case when bought.orders > 0 then cast(bought.spent as double) / bought.orders end
            as decimal(38, 6)
        ) as average_order_value,
        row_number() over (
            partition by bought.currency
            order by bought.spent desc, bought.customer_id asc
        ) as rank_by_spent,

        ---------- quality
        bought.has_stub = 1 as is_stub
    from bought
    cross join horizon
    cross join settings
)

select * from segmented
