-- Which line of the sales report does each entry of the ledger belong to?
-- Grain: one row per ledger entry of an order that counts.
-- Period: all entries held.
-- Window: none.
-- Source: stg_shopify__order_sales by the definitions of Shopify's sales reports; shop_orders.
with

signed as (
    select
        sales.sale_id,
        sales.order_id,
        sales.line_item_id,
        sales.happened_at,
        sales.agreement_kind,
        sales.line_type,
        sales.currency,
        coalesce(sales.quantity, 0) as quantity,
        sales.gross,
        coalesce(sales.discount, 0) as discount,
        sales.net,
        coalesce(sales.tax, 0) as tax,
        sales.amount,
        sales.is_stub,
        case
            when sales.line_type <> 'PRODUCT' then sales.line_type
            -- An edit that takes a piece off is a return too; one without pieces moves a price.
            when
                sales.action_type = 'RETURN' or sales.quantity < 0
                or (coalesce(sales.quantity, 0) = 0 and sales.net < 0)
                then 'RETURN'
            else 'SALE'
        end as effect
    from stg_shopify__order_sales as sales
    inner join shop_orders on sales.order_id = shop_orders.order_id
),

entries as (
    select
        ---------- ids
        sale_id as entry_id,
        order_id,
        line_item_id,

        ---------- kinds
        happened_at,
        effect,
        coalesce(agreement_kind = 'OrderAgreement', false) as is_placed,

        ---------- pieces
        case when effect = 'SALE' then quantity else 0 end as units_sold,
        case when effect = 'RETURN' then -quantity else 0 end as units_returned,

        ---------- money
        currency,
        cast(case when effect = 'SALE' then gross else 0 end as decimal(38, 6)) as gross_sales,
        cast(case when effect = 'SALE' then discount else 0 end as decimal(38, 6)) as discounts,
        cast(case when effect in ('RETURN', 'ADJUSTMENT') then -net else 0 end as decimal(38, 6))
            as returns,
        cast(case when effect = 'SHIPPING' then net else 0 end as decimal(38, 6)) as shipping,
        cast(
            case when effect in ('GIFT_CARD', 'TIP', 'UNKNOWN') then 0 else tax end
            as decimal(38, 6)
        ) as taxes,
        cast(case when effect = 'DUTY' then net else 0 end as decimal(38, 6)) as duties,
        cast(case when effect = 'ADDITIONAL_FEE' then net else 0 end as decimal(38, 6))
            as additional_fees,
        cast(case when effect = 'FEE' then net else 0 end as decimal(38, 6)) as return_fees,
        cast(case when effect = 'GIFT_CARD' then amount else 0 end as decimal(38, 6))
            as gift_cards,
        cast(case when effect = 'TIP' then amount else 0 end as decimal(38, 6)) as tips,

        ---------- quality
        is_stub
    from signed
)

select * from entries
