-- What has each order brought, all that happened to it taken together?
-- Grain: one row per order that counts and has any entry.
-- Period: the whole life of an order so far.
-- Window: none.
-- Source: sales_entries, summed; shop_orders for who bought and where it went.
with

summed as (
    select
        order_id,
        max(formula) as formula,
        sum(units_sold) as units_sold,
        sum(units_returned) as units_returned,
        sum(gross_sales) as gross_sales,
        sum(discounts) as discounts,
        sum(returns) as returns,
        sum(net_sales) as net_sales,
        sum(shipping) as shipping,
        sum(taxes) as taxes,
        sum(duties) as duties,
        sum(additional_fees) as additional_fees,
        sum(return_fees) as return_fees,
        sum(total_sales) as total_sales,
        sum(gift_cards) as gift_cards,
        sum(tips) as tips,
        sum(total_sales + gift_cards + tips) as total_amount,
        sum(case when is_placed then total_sales + gift_cards + tips end) as placed_amount
    from sales_entries
    group by order_id
),

described as (
    select
        ---------- ids
        orders.order_id,
        orders.customer_id,

        ---------- days
        orders.ordered_at,
        orders.ordered_on,
        orders.is_cancelled,

        ---------- place
        orders.ship_country_code,
        orders.ship_province_code,
        orders.ship_city,
        orders.ship_geohash,
        orders.is_physical,

        ---------- pieces
        cast(summed.units_sold as bigint) as units_sold,
        cast(summed.units_returned as bigint) as units_returned,

        ---------- money
        orders.currency,
        summed.gross_sales,
        summed.discounts,
        summed.returns,
        summed.net_sales,
        summed.shipping,
        summed.taxes,
        summed.duties,
        summed.additional_fees,
        summed.return_fees,
        summed.total_sales,
        summed.gift_cards,
        summed.tips,
        summed.total_amount,
        case when summed.formula = 'ledger' then summed.placed_amount end as placed_amount,

        ---------- quality
        summed.formula,
        orders.is_stub
    from shop_orders as orders
    inner join summed on orders.order_id = summed.order_id
)

select * from described
