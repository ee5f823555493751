-- What money came in and went out on each day, by gateway?
-- Grain: one row per day, gateway and currency with any movement.
-- Period: all transactions held, of deleted orders too: their money moved.
-- Window: a day of the shop's time zone.
-- Source: stg_shopify__transactions: successful sales, captures and refunds that are no tests. Cash
--   is no sales: an order of today may be paid next week; a redeemed gift card brings nothing new.
with

shop as (
    select timezone from stg_shopify__shop
    qualify row_number() over (order by updated_at desc nulls last, shop_id asc) = 1
),

moved as (
    select
        cast(
            coalesce(payments.processed_at, payments.created_at)
            at time zone coalesce(shop.timezone, 'UTC') as date
        ) as paid_on,
        coalesce(payments.gateway, 'unknown') as gateway,
        payments.currency,
        payments.kind,
        payments.amount,
        payments.is_stub
    from stg_shopify__transactions as payments
    left join shop on true
    where
        payments.status = 'SUCCESS'
        and not payments.is_test
        and payments.kind in ('SALE', 'CAPTURE', 'REFUND')
),

daily as (
    select
        ---------- ids
        paid_on,
        gateway,
        currency,

        ---------- counts
        cast(sum(case when kind = 'REFUND' then 0 else 1 end) as bigint) as payments,
        cast(sum(case when kind = 'REFUND' then 1 else 0 end) as bigint) as refunds,

        ---------- money
        cast(sum(case when kind = 'REFUND' then 0 else amount end) as decimal(38, 6))
            as cash_received,
        cast(sum(case when kind = 'REFUND' then amount else 0 end) as decimal(38, 6))
            as cash_refunded,
        cast(sum(case when kind = 'REFUND' then -amount else amount end) as decimal(38, 6))
            as cash_net,

        ---------- kinds
        gateway = 'gift_card' as is_redemption,

        ---------- quality
        max(case when is_stub then 1 else 0 end) = 1 as is_stub
    from moved
    group by paid_on, gateway, currency
)

select * from daily
