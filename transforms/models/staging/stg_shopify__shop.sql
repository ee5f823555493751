-- Which currency and time zone does the shop count in?
-- Grain: one row per shop.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__shop (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__shop
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        id as shop_id,

        ---------- text
        name,
        currency,
        timezone,
        country_code,

        ---------- booleans
        taxes_included,

        ---------- times
        updated_at,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
