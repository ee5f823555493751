-- What was sold on each line of an order, and what was taken off and put on?
-- Grain: one row per line item.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__order_line_items (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__order_line_items
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

discounts as (
    select
        newest.id,
        -- A field of an element, which sqlfluff takes for a table.
        sum(discount.amount) as amount  -- noqa: RF01
    from newest
    cross join unnest(newest.discount_allocations) as discounts (discount)
    group by newest.id
),

taxes as (
    select
        newest.id,
        -- A field of an element, which sqlfluff takes for a table.
        sum(tax.amount) as amount  -- noqa: RF01
    from newest
    cross join unnest(newest.tax_lines) as taxes (tax)
    group by newest.id
),

renamed as (
    select
        ---------- ids
        newest.id as line_item_id,
        newest.order_id,
        newest.product_id,
        newest.variant_id,

        ---------- text
        newest.title,
        newest.variant_title,
        newest.sku,
        newest.vendor,

        ---------- kinds
        coalesce(newest.is_gift_card, false) as is_gift_card,
        newest.requires_shipping as is_physical,

        ---------- measures
        newest.quantity,
        newest.current_quantity,
        newest.unfulfilled_quantity,
        newest.currency,
        newest.original_unit_price,
        newest.original_total,
        cast(coalesce(discounts.amount, 0) as decimal(38, 6)) as discount,
        cast(coalesce(taxes.amount, 0) as decimal(38, 6)) as tax,

        ---------- quality
        coalesce(newest._wv_source = 'stub', false) as is_stub
    from newest
    left join discounts on newest.id = discounts.id
    left join taxes on newest.id = taxes.id
)

select * from renamed
