-- Which orders count, and on which day of the shop was each placed?
-- Grain: one row per order that is neither a test nor deleted.
-- Period: all orders held; cancelled ones too, for they were sales before they came back.
-- Window: a day of the shop's time zone; UTC where the shop itself was not read.
-- Source: stg_shopify__orders, stg_shopify__shop.
with

shop as (
    select timezone from stg_shopify__shop
    qualify row_number() over (order by updated_at desc nulls last, shop_id asc) = 1
),

counted as (
    select
        ---------- ids
        orders.order_id,
        orders.customer_id,

        ---------- times
        orders.created_at,
        coalesce(orders.processed_at, orders.created_at) as ordered_at,
        coalesce(shop.timezone, 'UTC') as timezone,
        cast(
            coalesce(orders.processed_at, orders.created_at)
            at time zone coalesce(shop.timezone, 'UTC') as date
        ) as ordered_on,
        orders.cancelled_at,

        ---------- states
        orders.financial_status,
        orders.fulfillment_status,
        orders.cancelled_at is not null as is_cancelled,
        coalesce(orders.is_physical, false) as is_physical,
        coalesce(orders.taxes_included, false) as taxes_included,

        ---------- place
        orders.ship_country_code,
        orders.ship_province_code,
        orders.ship_city,
        orders.ship_geohash,

        ---------- money, as the order itself tells
        orders.currency,
        orders.total_tax,
        orders.original_total_duties,
        orders.original_total_additional_fees,
        orders.original_total_price,
        orders.current_total_price,
        orders.total_tip_received,
        orders.total_received,
        orders.total_refunded,
        orders.refund_discrepancy,
        orders.net_payment,

        ---------- quality
        orders.is_stub
    from stg_shopify__orders as orders
    left join shop on true
    where not orders.is_test and not orders.is_deleted
)

select * from counted
