-- What did refunds of orders without a ledger give back, as far as their fields tell?
-- Grain: one row per refunded line, refunded shipping line, adjustment, and refund (its duties).
-- Period: refunds of orders that have no ledger entry, on the day they count.
-- Window: none.
-- Source: field_entries_sold names the orders; lines, shipping, adjustments and duties of refunds.
--   Adjustments are without taxes, and negative when more was given back.
with

ledgerless as (
    select
        shop_orders.order_id,
        shop_orders.currency,
        shop_orders.taxes_included
    from shop_orders
    inner join field_entries_sold on shop_orders.order_id = field_entries_sold.order_id
    where field_entries_sold.is_placed
),

goods as (
    select
        back.refund_line_item_id as entry_id,
        back.order_id,
        back.line_item_id,
        back.processed_at as happened_at,
        case when sold.effect = 'SALE' then 'RETURN' else sold.effect end as effect,
        case when sold.effect = 'SALE' then back.quantity else 0 end as units_returned,
        case
            when sold.effect <> 'SALE' then 0
            when ledgerless.taxes_included then back.subtotal - back.tax
            else back.subtotal
        end as returns,
        0 as shipping,
        case when sold.effect = 'SALE' then -back.tax else 0 end as taxes,
        0 as duties,
        case when sold.effect = 'GIFT_CARD' then -back.subtotal else 0 end as gift_cards,
        case when sold.effect = 'TIP' then -back.subtotal else 0 end as tips,
        back.is_stub
    from stg_shopify__order_refund_line_items as back
    inner join ledgerless on back.order_id = ledgerless.order_id
    inner join field_entries_sold as sold on back.line_item_id = sold.entry_id
),

ways as (
    select
        back.refund_shipping_line_id as entry_id,
        back.order_id,
        cast(null as varchar) as line_item_id,
        back.processed_at as happened_at,
        'SHIPPING' as effect,
        0 as units_returned,
        0 as returns,
        case when ledgerless.taxes_included then back.tax else 0 end - back.subtotal as shipping,
        -back.tax as taxes,
        0 as duties,
        0 as gift_cards,
        0 as tips,
        back.is_stub
    from stg_shopify__order_refund_shipping_lines as back
    inner join ledgerless on back.order_id = ledgerless.order_id
),

differences as (
    select
        back.adjustment_id as entry_id,
        back.order_id,
        cast(null as varchar) as line_item_id,
        back.processed_at as happened_at,
        'ADJUSTMENT' as effect,
        0 as units_returned,
        -back.amount as returns,
        0 as shipping,
        back.tax as taxes,
        0 as duties,
        0 as gift_cards,
        0 as tips,
        back.is_stub
    from stg_shopify__order_adjustments as back
    inner join ledgerless on back.order_id = ledgerless.order_id
),

duties as (
    select
        back.refund_id as entry_id,
        back.order_id,
        cast(null as varchar) as line_item_id,
        back.processed_at as happened_at,
        'DUTY' as effect,
        0 as units_returned,
        0 as returns,
        0 as shipping,
        0 as taxes,
        -back.duties as duties,
        0 as gift_cards,
        0 as tips,
        back.is_stub
    from stg_shopify__order_refunds as back
    inner join ledgerless on back.order_id = ledgerless.order_id
    where back.duties <> 0
),

returned as (
    select * from goods
    union all
    select * from ways
    union all
    select * from differences
    union all
    select * from duties
),

entries as (
    select
        ---------- ids
        returned.entry_id,
        returned.order_id,
        returned.line_item_id,

        ---------- kinds
        returned.happened_at,
        returned.effect,
        false as is_placed,

        ---------- pieces
        cast(0 as bigint) as units_sold,
        cast(returned.units_returned as bigint) as units_returned,

        ---------- money
        ledgerless.currency,
        cast(0 as decimal(38, 6)) as gross_sales,
        cast(0 as decimal(38, 6)) as discounts,
        cast(coalesce(returned.returns, 0) as decimal(38, 6)) as returns,
        cast(coalesce(returned.shipping, 0) as decimal(38, 6)) as shipping,
        cast(coalesce(returned.taxes, 0) as decimal(38, 6)) as taxes,
        cast(returned.duties as decimal(38, 6)) as duties,
        cast(0 as decimal(38, 6)) as additional_fees,
        cast(0 as decimal(38, 6)) as return_fees,
        cast(coalesce(returned.gift_cards, 0) as decimal(38, 6)) as gift_cards,
        cast(coalesce(returned.tips, 0) as decimal(38, 6)) as tips,

        ---------- quality
        returned.is_stub
    from returned
    inner join ledgerless on returned.order_id = ledgerless.order_id
)

select * from entries
