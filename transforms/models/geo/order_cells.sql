-- Where does each order go, and may one trust that?
-- Grain: one row per order; test and deleted orders are left out.
-- Period: all orders made up to settings.as_of_utc.
-- Window: none.
-- Source: stg_shopify__orders (the tap makes cells of coordinates before they leave it, and sets
--   impossible ones aside with a reason) and stg_shopify__shop for the day of the order.
with

shop as (
    select max(timezone) as timezone
    from stg_shopify__shop
),

orders as (
    select
        orders.*,
        coalesce(orders.processed_at, orders.created_at) as ordered_at,
        coalesce(shop.timezone, 'Etc/UTC') as shop_timezone,
        coalesce(upper(trim(orders.ship_country_code)), 'UNKNOWN') as country,
        lower(trim(orders.ship_geohash)) as cell
    from stg_shopify__orders as orders
    cross join shop
    cross join settings
    where
        not orders.is_test
        and not orders.is_deleted
        -- Replays see orders that had been made by then.
        and coalesce(orders.created_at <= settings.as_of_utc, true)
),

judged as (
    select
        orders.*,
        coalesce(length(orders.cell) >= 5, false) as is_located,
        case
            when not coalesce(orders.is_physical, true) then 'digital'
            when
                orders.ship_country_code is null
                and orders.ship_city is null
                and orders.ship_geohash is null
                then 'no_address'
            else 'physical'
        end as shipment
    from orders
),

placed as (
    select
        ---------- ids
        order_id,
        case when is_located then left(cell, 5) end as cell_id,
        country as country_code,

        ---------- times
        ordered_at,
        cast(ordered_at at time zone shop_timezone as date) as order_date,

        ---------- state
        shipment,
        ship_geo_source as geo_source,
        ship_geo_precision as geo_precision,
        ship_geo_quarantine as quarantine_reason,
        case
            when shipment <> 'physical' then null
            when not is_located and cell is null then 'geo.missing'
            when
                not is_located or ship_geo_precision in ('city', 'province', 'country')
                then 'geo.partial'
        end as geo_tag,

        ---------- quality
        is_stub
    from judged
)

select * from placed
