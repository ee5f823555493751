-- What did the shop sell on each of its days?
-- Grain: one row per day and currency, days without any sale included.
-- Period: from the first entry of a currency to its last.
-- Window: a day of the shop's time zone.
-- Source: sales_entries. Tests, deleted orders, gift cards and tips are no sales; a return counts
--   on the day it was processed.
with

booked as (
    select
        sold_on,
        currency,
        count(distinct case when is_placed then order_id end) as orders,
        count(distinct case when is_placed and formula = 'order_fields' then order_id end)
            as orders_by_fields,
        count(distinct case when units_returned > 0 or returns <> 0 then order_id end)
            as orders_with_returns,
        cast(sum(units_sold) as bigint) as units_sold,
        cast(sum(units_returned) as bigint) as units_returned,
        sum(gross_sales) as gross_sales,
        sum(discounts) as discounts,
        sum(returns) as returns,
        sum(net_sales) as net_sales,
        sum(shipping) as shipping,
        sum(taxes) as taxes,
        sum(duties) as duties,
        sum(additional_fees) as additional_fees,
        sum(return_fees) as return_fees,
        sum(total_sales) as total_sales,
        sum(gift_cards) as gift_cards,
        sum(tips) as tips,
        max(case when formula = 'order_fields' then 1 else 0 end) as has_fields,
        max(case when formula = 'ledger' then 1 else 0 end) as has_ledger,
        max(case when is_stub then 1 else 0 end) as has_stub
    from sales_entries
    group by sold_on, currency
),

spans as (
    select
        currency,
        min(sold_on) as first_day,
        max(sold_on) as last_day
    from booked
    group by currency
),

calendar as (
    select
        spans.currency,
        cast(days.sold_on as date) as sold_on
    from spans
    cross join
        unnest(generate_series(spans.first_day, spans.last_day, interval 1 day)) as days (sold_on)
),

filled as (
    select
        ---------- ids
        calendar.sold_on,
        calendar.currency,

        ---------- counts
        coalesce(booked.orders, 0) as orders,
        coalesce(booked.orders_with_returns, 0) as orders_with_returns,
        coalesce(booked.units_sold, 0) as units_sold,
        coalesce(booked.units_returned, 0) as units_returned,

        ---------- money
        coalesce(booked.gross_sales, 0) as gross_sales,
        coalesce(booked.discounts, 0) as discounts,
        coalesce(booked.returns, 0) as returns,
        coalesce(booked.net_sales, 0) as net_sales,
        coalesce(booked.shipping, 0) as shipping,
        coalesce(booked.taxes, 0) as taxes,
        coalesce(booked.duties, 0) as duties,
        coalesce(booked.additional_fees, 0) as additional_fees,
        coalesce(booked.return_fees, 0) as return_fees,
        coalesce(booked.total_sales, 0) as total_sales,
        coalesce(booked.gift_cards, 0) as gift_cards,
        coalesce(booked.tips, 0) as tips,

        ---------- quality
        case
            when booked.has_fields = 1 and booked.has_ledger = 1 then 'mixed'
            when booked.has_fields = 1 then 'order_fields'
            else 'ledger'
        end as formula,
        coalesce(booked.orders_by_fields, 0) as orders_by_fields,
        coalesce(booked.has_stub = 1, false) as is_stub
    from calendar
    left join booked
        on
            calendar.sold_on = booked.sold_on
            and calendar.currency = booked.currency
)

select * from filled
