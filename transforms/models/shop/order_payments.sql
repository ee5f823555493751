-- What was paid for each order, and what was given back?
-- Grain: one row per order with a movement of money.
-- Period: the whole life of an order so far.
-- Window: none.
-- Source: stg_shopify__transactions: successful sales, captures and refunds that are no tests; an
--   authorisation is a promise, a void takes it back.
with

moved as (
    select
        order_id,
        cast(sum(case when kind in ('SALE', 'CAPTURE') then amount else 0 end) as decimal(38, 6))
            as cash_received,
        cast(sum(case when kind = 'REFUND' then amount else 0 end) as decimal(38, 6))
            as cash_refunded,
        cast(
            sum(
                case
                    when gateway <> 'gift_card' then 0
                    when kind = 'REFUND' then -amount
                    else amount
                end
            ) as decimal(38, 6)
        ) as gift_cards_redeemed,
        max(currency) as currency
    from stg_shopify__transactions
    where status = 'SUCCESS' and not is_test and kind in ('SALE', 'CAPTURE', 'REFUND')
    group by order_id
),

netted as (
    select
        order_id,
        currency,
        cash_received,
        cash_refunded,
        cast(cash_received - cash_refunded as decimal(38, 6)) as cash_net,
        gift_cards_redeemed
    from moved
)

select * from netted
