-- Which parcels were sent, and when did they arrive?
-- Grain: one row per fulfillment.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__fulfillments (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__fulfillments
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        id as fulfillment_id,
        order_id,
        location_id,

        ---------- states
        status,
        display_status,
        requires_shipping as is_physical,

        ---------- times
        created_at,
        in_transit_at,
        delivered_at,

        ---------- measures
        total_quantity,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
