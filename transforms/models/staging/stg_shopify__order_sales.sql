-- What did each entry of the sales ledger sell or take back?
-- Grain: one row per ledger entry.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__order_sales (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__order_sales
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        id as sale_id,
        order_id,
        agreement_id,
        refund_id,
        line_item_id,

        ---------- kinds
        agreement_kind,
        action_type,
        line_type,

        ---------- times
        happened_at,

        ---------- measures
        quantity,
        currency,
        total_amount as amount,
        total_discount_amount_before_taxes as discount,
        total_discount_amount_after_taxes as discount_after_taxes,
        total_tax_amount as tax,
        cast(total_amount - coalesce(total_tax_amount, 0) as decimal(38, 6)) as net,
        cast(
            total_amount - coalesce(total_tax_amount, 0)
            + coalesce(total_discount_amount_before_taxes, 0) as decimal(38, 6)
        ) as gross,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
