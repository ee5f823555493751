-- By how much did each refund differ from the goods it took back?
-- Grain: one row per adjustment.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__order_adjustments (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__order_adjustments
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        id as adjustment_id,
        order_id,
        refund_id,

        ---------- times
        refund_processed_at as processed_at,

        ---------- kinds
        reason,

        ---------- measures
        currency,
        amount,
        tax,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
