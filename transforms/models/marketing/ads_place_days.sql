-- What did each campaign spend at each place that its platform tells of?
-- Grain: one row per platform, account, campaign, day and place.
-- Period: all days read.
-- Window: a day of the account's time zone.
-- Source: stg_googleads__place_days, stg_metaads__place_days. Meta tells no purchases by region.
with

places as (
    select
        ---------- ids
        'google' as platform,
        account_id,
        campaign_id,
        spent_on,
        geo_target_id as source_id,

        ---------- measures
        impressions,
        clicks,
        currency,
        spend,
        conversions,
        conversion_value,

        ---------- quality
        is_stub
    from stg_googleads__place_days
    union all
    select
        'meta' as platform,
        account_id,
        campaign_id,
        spent_on,
        country_code || '/' || region as source_id,
        impressions,
        clicks,
        currency,
        spend,
        cast(null as decimal(38, 6)) as conversions,
        cast(null as decimal(38, 6)) as conversion_value,
        is_stub
    from stg_metaads__place_days
)

select * from places
