-- What did each ad account cost and bring on each day?
-- Grain: one row per platform, account and day.
-- Period: all days read.
-- Window: a day of the account's time zone.
-- Source: ads_campaign_daily. What platforms claim overlaps: an order may be claimed by both.
with

summed as (
    select
        platform,
        account_id,
        spent_on,
        max(currency) as currency,
        count(distinct case when spend > 0 then campaign_id end) as campaigns,
        cast(sum(impressions) as bigint) as impressions,
        cast(sum(clicks) as bigint) as clicks,
        sum(spend) as spend,
        sum(conversions) as conversions,
        sum(conversion_value) as conversion_value,
        max(case when is_stub then 1 else 0 end) as has_stub
    from ads_campaign_daily
    group by platform, account_id, spent_on
),

rated as (
    select
        ---------- ids
        platform,
        account_id,
        spent_on,

        ---------- measures
        campaigns,
        impressions,
        clicks,
        currency,
        spend,
        conversions,
        conversion_value,
        case
            when spend > 0 then cast(conversion_value as double) / cast(spend as double)
        end as return_on_spend,

        ---------- quality
        has_stub = 1 as is_stub
    from summed
)

select * from rated
