-- What did each campaign spend in each cell on each day?
-- Grain: one row per platform, account, campaign, day and cell; UNKNOWN is what no cell has.
-- Period: all days read.
-- Window: a day of the account's time zone.
-- Source: ads_place_days shared out by geo_ref; ads_campaign_daily, of which the rest is UNKNOWN:
--   platforms do not tell all places, and not all are known. So cells add up to the campaign.
with

shared as (
    select
        places.platform,
        places.account_id,
        places.campaign_id,
        places.spent_on,
        coalesce(geo_ref.watched_cell_id, geo_ref.place_cell_id) as cell_id,
        cast(places.impressions as double) * geo_ref.share as impressions,
        cast(places.clicks as double) * geo_ref.share as clicks,
        cast(places.spend as double) * geo_ref.share as spend,
        cast(places.conversions as double) * geo_ref.share as conversions,
        cast(places.conversion_value as double) * geo_ref.share as conversion_value
    from ads_place_days as places
    inner join geo_ref
        on
            places.platform = geo_ref.platform
            and places.source_id = geo_ref.source_id
    where geo_ref.place_cell_id <> 'UNKNOWN'
),

cells as (
    select
        platform,
        account_id,
        campaign_id,
        spent_on,
        cell_id,
        round(sum(impressions), 6) as impressions,
        round(sum(clicks), 6) as clicks,
        cast(sum(spend) as decimal(38, 6)) as spend,
        cast(sum(conversions) as decimal(38, 6)) as conversions,
        cast(sum(conversion_value) as decimal(38, 6)) as conversion_value
    from shared
    group by platform, account_id, campaign_id, spent_on, cell_id
),

placed as (
    select
        platform,
        account_id,
        campaign_id,
        spent_on,
        sum(impressions) as impressions,
        sum(clicks) as clicks,
        sum(spend) as spend,
        sum(conversions) as conversions,
        sum(conversion_value) as conversion_value
    from cells
    group by platform, account_id, campaign_id, spent_on
),

rests as (
    select
        campaigns.platform,
        campaigns.account_id,
        campaigns.campaign_id,
        campaigns.spent_on,
        'UNKNOWN' as cell_id,
        round(campaigns.impressions - coalesce(placed.impressions, 0), 6) as impressions,
        round(campaigns.clicks - coalesce(placed.clicks, 0), 6) as clicks,
        cast(campaigns.spend - coalesce(placed.spend, 0) as decimal(38, 6)) as spend,
        cast(campaigns.conversions - coalesce(placed.conversions, 0) as decimal(38, 6))
            as conversions,
        cast(campaigns.conversion_value - coalesce(placed.conversion_value, 0) as decimal(38, 6))
            as conversion_value
    from ads_campaign_daily as campaigns
    left join placed
        on
            campaigns.platform = placed.platform
            and campaigns.account_id = placed.account_id
            and campaigns.campaign_id = placed.campaign_id
            and campaigns.spent_on = placed.spent_on
),

everything as (
    select * from cells
    union all
    select * from rests
),

described as (
    select
        ---------- ids
        everything.platform,
        everything.account_id,
        everything.campaign_id,
        everything.spent_on,
        everything.cell_id,

        ---------- measures
        everything.impressions,
        everything.clicks,
        campaigns.currency,
        everything.spend,
        everything.conversions,
        everything.conversion_value,
        case
            when everything.spend > 0
                then cast(everything.conversion_value as double) / cast(everything.spend as double)
        end as return_on_spend,

        ---------- quality
        campaigns.is_stub
    from everything
    inner join ads_campaign_daily as campaigns
        on
            everything.platform = campaigns.platform
            and everything.account_id = campaigns.account_id
            and everything.campaign_id = campaigns.campaign_id
            and everything.spent_on = campaigns.spent_on
)

select * from described
