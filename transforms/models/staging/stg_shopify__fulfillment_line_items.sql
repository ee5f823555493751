-- Which pieces lie in which parcel?
-- Grain: one row per line of a fulfillment.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__fulfillment_line_items (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__fulfillment_line_items
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        id as fulfillment_line_item_id,
        order_id,
        fulfillment_id,
        line_item_id,

        ---------- states
        fulfillment_status,

        ---------- times
        fulfillment_created_at,

        ---------- measures
        quantity,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
