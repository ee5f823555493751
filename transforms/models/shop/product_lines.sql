-- What did each line of an order bring, and which product was it?
-- Grain: one row per line item with any entry.
-- Period: the whole life of a line so far.
-- Window: none.
-- Source: sales_entries that name a line, stg_shopify__order_line_items. A product is known by its
--   id, and by its title as sold once it is deleted.
with

summed as (
    select
        line_item_id,
        order_id,
        currency,
        min(sold_on) as first_sold_on,
        max(case when units_sold > 0 then sold_on end) as last_sold_on,
        sum(units_sold) as units_sold,
        sum(units_returned) as units_returned,
        sum(gross_sales) as gross_sales,
        sum(discounts) as discounts,
        sum(returns) as returns,
        sum(net_sales) as net_sales,
        max(case when is_stub then 1 else 0 end) as has_stub
    from sales_entries
    where line_item_id is not null and effect in ('SALE', 'RETURN')
    group by line_item_id, order_id, currency
),

named as (
    select
        ---------- ids
        summed.line_item_id,
        summed.order_id,
        coalesce(items.product_id, 'title:' || coalesce(items.title, 'unknown')) as product_key,
        items.product_id,
        items.title,
        items.vendor,

        ---------- days
        summed.first_sold_on,
        summed.last_sold_on,

        ---------- pieces
        cast(summed.units_sold as bigint) as units_sold,
        cast(summed.units_returned as bigint) as units_returned,

        ---------- money
        summed.currency,
        summed.gross_sales,
        summed.discounts,
        summed.returns,
        summed.net_sales,

        ---------- quality
        summed.has_stub = 1 as is_stub
    from summed
    left join stg_shopify__order_line_items as items on summed.line_item_id = items.line_item_id
)

select * from named
