-- What did each refund give back, and when?
-- Grain: one row per refund.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__order_refunds (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__order_refunds
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        id as refund_id,
        order_id,
        return_id,

        ---------- times
        created_at,
        processed_at,

        ---------- measures
        currency,
        total_refunded,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
