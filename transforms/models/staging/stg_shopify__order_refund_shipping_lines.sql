-- How much shipping did each refund give back?
-- Grain: one row per refunded shipping line.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__order_refund_shipping_lines (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__order_refund_shipping_lines
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        id as refund_shipping_line_id,
        order_id,
        refund_id,
        shipping_line_id,

        ---------- times
        refund_processed_at as processed_at,

        ---------- measures
        currency,
        subtotal,
        tax,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
