-- What did each way of shipping cost, and which taxes were on it?
-- Grain: one row per shipping line.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__order_shipping_lines (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__order_shipping_lines
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
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
        newest.id as shipping_line_id,
        newest.order_id,

        ---------- kinds
        newest.title,
        coalesce(newest.is_removed, false) as is_removed,

        ---------- measures
        newest.currency,
        newest.original_price,
        newest.discounted_price,
        cast(coalesce(taxes.amount, 0) as decimal(38, 6)) as tax,

        ---------- quality
        coalesce(newest._wv_source = 'stub', false) as is_stub
    from newest
    left join taxes on newest.id = taxes.id
)

select * from renamed
