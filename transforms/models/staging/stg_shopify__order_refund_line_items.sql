-- Which pieces did each refund take back?
-- Grain: one row per refunded line.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__order_refund_line_items (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__order_refund_line_items
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        id as refund_line_item_id,
        order_id,
        refund_id,
        line_item_id,

        ---------- times
        refund_processed_at as processed_at,

        ---------- kinds
        restock_type,
        is_restocked,

        ---------- measures
        quantity,
        currency,
        subtotal,
        total_tax as tax,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
