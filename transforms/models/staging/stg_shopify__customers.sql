-- Which customers does the shop know?
-- Grain: one row per customer.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__customers (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__customers
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        id as customer_id,

        ---------- times
        created_at,
        updated_at,

        ---------- states
        state,
        email_marketing_state,
        default_country_code as country_code,
        _sdc_deleted_at is not null as is_deleted,

        ---------- measures
        orders_count,
        amount_spent,
        amount_spent_currency as currency,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
