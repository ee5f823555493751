-- What did each place buy, and how well was it served?
-- Grain: one row per country, province, city and currency; ZZ is an order without an address.
-- Period: all orders that count.
-- Window: none.
-- Source: order_totals, order_shipments. The fulfilment rate is the share of physical orders, not
--   cancelled, that are wholly shipped.
with

placed as (
    select
        totals.order_id,
        totals.customer_id,
        totals.currency,
        totals.is_cancelled,
        totals.units_sold,
        totals.gross_sales,
        totals.discounts,
        totals.returns,
        totals.net_sales,
        totals.total_sales,
        totals.is_stub,
        coalesce(totals.ship_country_code, 'ZZ') as country_code,
        coalesce(totals.ship_province_code, '') as province_code,
        coalesce(totals.ship_city, '') as city,
        shipments.order_id is not null as is_to_ship,
        coalesce(shipments.is_fulfilled, false) as is_fulfilled,
        coalesce(shipments.is_delivered, false) as is_delivered,
        shipments.hours_to_ship,
        shipments.hours_to_deliver
    from order_totals as totals
    left join order_shipments as shipments on totals.order_id = shipments.order_id
),

summed as (
    select
        country_code,
        province_code,
        city,
        currency,
        count(*) as orders,
        cast(sum(case when is_cancelled then 1 else 0 end) as bigint) as orders_cancelled,
        count(distinct customer_id) as customers,
        cast(sum(units_sold) as bigint) as units_sold,
        sum(gross_sales) as gross_sales,
        sum(discounts) as discounts,
        sum(returns) as returns,
        sum(net_sales) as net_sales,
        sum(total_sales) as total_sales,
        cast(sum(case when is_to_ship then 1 else 0 end) as bigint) as orders_to_ship,
        cast(sum(case when is_fulfilled then 1 else 0 end) as bigint) as orders_fulfilled,
        cast(sum(case when is_delivered then 1 else 0 end) as bigint) as orders_delivered,
        median(hours_to_ship) as median_hours_to_ship,
        median(hours_to_deliver) as median_hours_to_deliver,
        max(case when is_stub then 1 else 0 end) as has_stub
    from placed
    group by country_code, province_code, city, currency
),

rated as (
    select
        ---------- ids
        country_code,
        province_code,
        city,
        currency,

        ---------- counts
        orders,
        orders_cancelled,
        customers,
        units_sold,

        ---------- money
        gross_sales,
        discounts,
        returns,
        net_sales,
        total_sales,
        cast(cast(total_sales as double) / orders as decimal(38, 6)) as average_order_value,
        case
            when sum(net_sales) over (partition by currency) <> 0
                then
                    cast(net_sales as double)
                    / cast(sum(net_sales) over (partition by currency) as double)
        end as share_of_net_sales,

        ---------- shipping
        orders_to_ship,
        orders_fulfilled,
        orders_delivered,
        case when orders_to_ship > 0 then cast(orders_fulfilled as double) / orders_to_ship end
            as fulfilment_rate,
        median_hours_to_ship,
        median_hours_to_deliver,

        ---------- quality
        has_stub = 1 as is_stub
    from summed
)

select * from rated
