-- Does what the ledger tells of each order agree with what the order and its payments tell?
-- Grain: one row per order that counts.
-- Period: the whole life of an order so far.
-- Window: none.
-- Source: order_totals, shop_orders, order_payments. A difference is the ledger's figure less the
--   other; refund_discrepancy is what a refund gave beyond (negative) or below its goods.
with

compared as (
    select
        ---------- ids
        orders.order_id,
        orders.ordered_on,
        orders.financial_status,
        orders.is_cancelled,

        ---------- sales
        orders.currency,
        totals.gross_sales,
        totals.discounts,
        totals.returns,
        totals.net_sales,
        totals.shipping,
        totals.taxes,
        cast(totals.duties + totals.additional_fees + totals.return_fees as decimal(38, 6))
            as duties_and_fees,
        totals.total_sales,
        cast(totals.gift_cards + totals.tips as decimal(38, 6)) as gift_cards_and_tips,
        totals.total_amount,

        ---------- payments
        orders.total_received,
        orders.total_refunded,
        orders.net_payment,
        coalesce(payments.cash_net, 0) as cash_net,
        cast(totals.total_amount - orders.net_payment as decimal(38, 6)) as outstanding,

        ---------- differences
        cast(totals.placed_amount - orders.original_total_price as decimal(38, 6))
            as difference_ordered,
        cast(
            totals.total_amount - orders.current_total_price
            - coalesce(orders.refund_discrepancy, 0) as decimal(38, 6)
        ) as difference_current,
        cast(
            orders.total_received - orders.total_refunded - orders.net_payment as decimal(38, 6)
        ) as difference_payment,
        cast(coalesce(payments.cash_net, 0) - orders.net_payment as decimal(38, 6))
            as difference_cash,

        ---------- quality
        totals.formula,
        orders.is_stub
    from shop_orders as orders
    left join order_totals as totals on orders.order_id = totals.order_id
    left join order_payments as payments on orders.order_id = payments.order_id
),

judged as (
    select
        compared.*,
        coalesce(
            compared.difference_ordered = 0 and compared.difference_current = 0
            and compared.difference_payment = 0 and compared.difference_cash = 0, false
        ) as is_reconciled
    from compared
)

select * from judged
