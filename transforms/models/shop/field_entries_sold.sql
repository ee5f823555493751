-- What did orders without a ledger sell, as far as their own fields tell?
-- Grain: one row per line, way of shipping, and order (its taxes, duties, fees, tips).
-- Period: orders that count and have no ledger entry.
-- Window: none.
-- Source: shop_orders, lines and shipping lines of orders. Taxes that prices contain are taken out,
--   of discounts by the line's share. Edits fall on the order's day.
with

with_ledger as (
    select distinct order_id from stg_shopify__order_sales
),

ledgerless as (
    select shop_orders.*
    from shop_orders
    left join with_ledger on shop_orders.order_id = with_ledger.order_id
    where with_ledger.order_id is null
),

lines as (
    select
        items.line_item_id,
        items.order_id,
        items.quantity,
        items.discount,
        case
            when items.is_gift_card then 'GIFT_CARD'
            -- A tip is a line without a product, worth the order's tips.
            when
                items.product_id is null and ledgerless.total_tip_received > 0
                and items.original_total = ledgerless.total_tip_received
                then 'TIP'
            else 'SALE'
        end as effect,
        ledgerless.ordered_at,
        ledgerless.currency,
        ledgerless.is_stub,
        items.original_total - items.discount
        - case when ledgerless.taxes_included then items.tax else 0 end as net,
        case when ledgerless.taxes_included then items.tax else 0 end as contained_tax
    from stg_shopify__order_line_items as items
    inner join ledgerless on items.order_id = ledgerless.order_id
),

untaxed as (
    select
        lines.*,
        case
            when lines.contained_tax = 0 or lines.net + lines.contained_tax = 0 then lines.discount
            else cast(
                round(
                    cast(lines.discount as double) * cast(lines.net as double)
                    / cast(lines.net + lines.contained_tax as double), 2
                ) as decimal(38, 6)
            )
        end as discount_untaxed
    from lines
),

goods as (
    select
        line_item_id as entry_id,
        order_id,
        line_item_id,
        ordered_at as happened_at,
        effect,
        false as is_placed,
        case when effect = 'SALE' then quantity else 0 end as units_sold,
        currency,
        case when effect = 'SALE' then net + discount_untaxed else 0 end as gross_sales,
        case when effect = 'SALE' then discount_untaxed else 0 end as discounts,
        0 as shipping,
        0 as taxes,
        0 as duties,
        0 as additional_fees,
        case when effect = 'GIFT_CARD' then net else 0 end as gift_cards,
        0 as tips,
        is_stub
    from untaxed
),

ways as (
    select
        ways.shipping_line_id as entry_id,
        ways.order_id,
        cast(null as varchar) as line_item_id,
        ledgerless.ordered_at as happened_at,
        'SHIPPING' as effect,
        false as is_placed,
        0 as units_sold,
        ledgerless.currency,
        0 as gross_sales,
        0 as discounts,
        ways.discounted_price
        - case when ledgerless.taxes_included then ways.tax else 0 end as shipping,
        0 as taxes,
        0 as duties,
        0 as additional_fees,
        0 as gift_cards,
        0 as tips,
        ledgerless.is_stub
    from stg_shopify__order_shipping_lines as ways
    inner join ledgerless on ways.order_id = ledgerless.order_id
    where not ways.is_removed
),

wholes as (
    select
        order_id as entry_id,
        order_id,
        cast(null as varchar) as line_item_id,
        ordered_at as happened_at,
        'ORDER' as effect,
        true as is_placed,
        0 as units_sold,
        currency,
        0 as gross_sales,
        0 as discounts,
        0 as shipping,
        total_tax as taxes,
        original_total_duties as duties,
        original_total_additional_fees as additional_fees,
        0 as gift_cards,
        total_tip_received as tips,
        is_stub
    from ledgerless
),

sold as (
    select * from goods
    union all
    select * from ways
    union all
    select * from wholes
),

entries as (
    select
        ---------- ids
        entry_id,
        order_id,
        line_item_id,

        ---------- kinds
        happened_at,
        effect,
        is_placed,

        ---------- pieces
        cast(units_sold as bigint) as units_sold,
        cast(0 as bigint) as units_returned,

        ---------- money
        currency,
        cast(gross_sales as decimal(38, 6)) as gross_sales,
        cast(discounts as decimal(38, 6)) as discounts,
        cast(0 as decimal(38, 6)) as returns,
        cast(shipping as decimal(38, 6)) as shipping,
        cast(coalesce(taxes, 0) as decimal(38, 6)) as taxes,
        cast(coalesce(duties, 0) as decimal(38, 6)) as duties,
        cast(coalesce(additional_fees, 0) as decimal(38, 6)) as additional_fees,
        cast(0 as decimal(38, 6)) as return_fees,
        cast(gift_cards as decimal(38, 6)) as gift_cards,
        cast(coalesce(tips, 0) as decimal(38, 6)) as tips,

        ---------- quality
        is_stub
    from sold
)

select * from entries
