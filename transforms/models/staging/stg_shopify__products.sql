-- Which products does the shop have?
-- Grain: one row per product.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__products (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__products
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        id as product_id,

        ---------- text
        handle,
        title,
        status,
        vendor,
        product_type,
        category_name,

        ---------- states
        coalesce(is_gift_card, false) as is_gift_card,
        _sdc_deleted_at is not null as is_deleted,

        ---------- times
        created_at,
        published_at,

        ---------- measures
        total_inventory,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
