-- Which movements of money were tried, and which were done?
-- Grain: one row per transaction.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__transactions (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__transactions
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        id as transaction_id,
        order_id,
        parent_transaction_id,

        ---------- kinds
        kind,
        status,
        gateway,
        coalesce(is_test, false) as is_test,
        is_manual,

        ---------- times
        created_at,
        processed_at,

        ---------- measures
        currency,
        amount,
        presentment_currency,
        settlement_currency,
        exchange_adjustment,
        exchange_adjustment_currency,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
