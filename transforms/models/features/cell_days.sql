-- How many orders, and for how much, went to each cell on each of its days, and what ran then?
-- Grain: one row per watched cell and local date, days without any order included.
-- Period: from the shop's first order with a place to its last.
-- Window: a local day of the cell; lags in calendar days.
-- Source: order_cells, sales_entries (what placing the order brought, in the shop's currency),
--   promo_calendar, ads_cell_daily. Returns come later and are no demand.
with

shop as (
    select max(currency) as currency
    from stg_shopify__shop
),

placed as (
    select
        orders.order_id,
        orders.cell_id,
        cast(orders.ordered_at at time zone watched.timezone as date) as local_date
    from order_cells as orders
    inner join stg_openmeteo__cells as watched on orders.cell_id = watched.cell_id
    where orders.shipment = 'physical'
),

sold as (
    select
        entries.order_id,
        sum(entries.units_sold) as units_sold,
        sum(case when entries.currency = shop.currency then entries.gross_sales end)
            as gross_sales,
        sum(case when entries.currency = shop.currency then entries.discounts end) as discounts
    from sales_entries as entries
    cross join shop
    where entries.is_placed
    group by entries.order_id
),

spans as (
    select
        min(local_date) as first_date,
        max(local_date) as last_date
    from placed
),

calendar as (
    select
        watched.cell_id,
        cast(days.local_at as date) as local_date
    from stg_openmeteo__cells as watched
    cross join spans
    cross join
        unnest(generate_series(spans.first_date, spans.last_date, interval 1 day))
            as days (local_at)
),

ordered as (
    select
        placed.cell_id,
        placed.local_date,
        count(*) as orders,
        sum(sold.units_sold) as units_sold,
        sum(sold.gross_sales) as gross_sales,
        sum(sold.gross_sales - sold.discounts) as net_sales
    from placed
    left join sold on placed.order_id = sold.order_id
    group by placed.cell_id, placed.local_date
),

promoted as (
    select
        promo_on,
        sum(campaigns) as campaigns,
        sum(recipients) as recipients
    from promo_calendar
    group by promo_on
),

advertised as (
    select
        ads.cell_id,
        ads.spent_on,
        sum(case when ads.platform = 'google' and ads.currency = shop.currency then ads.spend end)
            as google_spend,
        sum(case when ads.platform = 'meta' and ads.currency = shop.currency then ads.spend end)
            as meta_spend,
        round(sum(ads.clicks), 6) as ad_clicks
    from ads_cell_daily as ads
    cross join shop
    group by ads.cell_id, ads.spent_on
),

daily as (
    select
        ---------- ids
        calendar.cell_id,

        ---------- dates
        calendar.local_date,
        cast(
            date_diff('day', date '1970-01-01', calendar.local_date) as bigint
        ) as day_number,

        ---------- orders
        coalesce(ordered.orders, 0) as orders,
        cast(coalesce(ordered.units_sold, 0) as bigint) as units_sold,

        ---------- money
        shop.currency,
        cast(coalesce(ordered.gross_sales, 0) as decimal(38, 6)) as gross_sales,
        cast(coalesce(ordered.net_sales, 0) as decimal(38, 6)) as net_sales,

        ---------- promotions
        cast(coalesce(promoted.campaigns, 0) as bigint) as campaigns,
        cast(promoted.recipients as bigint) as campaign_recipients,

        ---------- ads
        cast(coalesce(advertised.google_spend, 0) as decimal(38, 6)) as google_spend,
        cast(coalesce(advertised.meta_spend, 0) as decimal(38, 6)) as meta_spend,
        coalesce(advertised.ad_clicks, 0) as ad_clicks
    from calendar
    cross join shop
    left join ordered
        on
            calendar.cell_id = ordered.cell_id
            and calendar.local_date = ordered.local_date
    left join promoted on calendar.local_date = promoted.promo_on
    left join advertised
        on
            calendar.cell_id = advertised.cell_id
            and calendar.local_date = advertised.spent_on
),

lagged as (
    select
        ---------- ids
        daily.cell_id,

        ---------- dates
        daily.local_date,
        daily.day_number,

        ---------- orders
        daily.orders,
        daily.units_sold,
        max(daily.orders) over day_before as orders_lag1,
        max(daily.orders) over week_before as orders_lag7,

        ---------- money
        daily.currency,
        daily.gross_sales,
        daily.net_sales,

        ---------- promotions
        daily.campaigns,
        daily.campaign_recipients,
        max(daily.campaigns) over day_before as campaigns_lag1,

        ---------- ads
        daily.google_spend,
        daily.meta_spend,
        daily.ad_clicks,
        max(daily.google_spend + daily.meta_spend) over day_before as ad_spend_lag1
    from daily
    window
        day_before as (
            partition by cell_id
            order by day_number
            range between 1 preceding and 1 preceding
        ),
        week_before as (
            partition by cell_id
            order by day_number
            range between 7 preceding and 7 preceding
        )
)

select * from lagged
