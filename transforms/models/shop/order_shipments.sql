-- How far has each physical order been shipped, and how long did it take?
-- Grain: one row per order that is shipped and was not cancelled.
-- Period: the whole life of an order so far.
-- Window: none.
-- Source: shop_orders, stg_shopify__fulfillments, stg_shopify__fulfillment_line_items. A parcel
--   counts unless it failed or was cancelled.
with

parcels as (
    select
        order_id,
        count(*) as parcels,
        min(created_at) as first_shipped_at,
        max(delivered_at) as last_delivered_at,
        sum(case when delivered_at is null then 0 else 1 end) as parcels_delivered
    from stg_shopify__fulfillments
    where status not in ('CANCELLED', 'ERROR', 'FAILURE')
    group by order_id
),

pieces as (
    select
        order_id,
        sum(quantity) as units_shipped
    from stg_shopify__fulfillment_line_items
    where fulfillment_status not in ('CANCELLED', 'ERROR', 'FAILURE')
    group by order_id
),

shipped as (
    select
        ---------- ids
        orders.order_id,
        orders.ordered_on,

        ---------- place
        orders.ship_country_code,
        orders.ship_province_code,
        orders.ship_city,

        ---------- states
        coalesce(orders.fulfillment_status = 'FULFILLED', false) as is_fulfilled,
        coalesce(parcels.parcels > 0 and parcels.parcels = parcels.parcels_delivered, false)
            as is_delivered,

        ---------- counts
        coalesce(parcels.parcels, 0) as parcels,
        cast(coalesce(pieces.units_shipped, 0) as bigint) as units_shipped,

        ---------- times
        cast(date_diff('second', orders.ordered_at, parcels.first_shipped_at) as double) / 3600
            as hours_to_ship,
        case
            when parcels.parcels = parcels.parcels_delivered
                then
                    cast(
                        date_diff('second', orders.ordered_at, parcels.last_delivered_at) as double
                    ) / 3600
        end as hours_to_deliver,

        ---------- quality
        orders.is_stub
    from shop_orders as orders
    left join parcels on orders.order_id = parcels.order_id
    left join pieces on orders.order_id = pieces.order_id
    where orders.is_physical and not orders.is_cancelled
)

select * from shipped
