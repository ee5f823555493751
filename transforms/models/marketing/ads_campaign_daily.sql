-- What did each campaign cost and bring on each day, on every platform?
-- Grain: one row per platform, account, campaign and day.
-- Period: all days read.
-- Window: a day of the account's time zone; conversions count on the ad's day, and grow for weeks.
-- Source: stg_googleads__campaign_days, stg_metaads__campaign_days, and their campaigns' names.
with

told as (
    select
        'google' as platform,
        days.*
    from stg_googleads__campaign_days as days
    union all
    select
        'meta' as platform,
        days.*
    from stg_metaads__campaign_days as days
),

names as (
    select
        'google' as platform,
        account_id,
        campaign_id,
        name,
        kind
    from stg_googleads__campaigns
    union all
    select
        'meta' as platform,
        account_id,
        campaign_id,
        name,
        kind
    from stg_metaads__campaigns
),

named as (
    select
        ---------- ids
        told.platform,
        told.account_id,
        told.campaign_id,
        told.spent_on,
        names.name as campaign_name,
        names.kind as campaign_kind,

        ---------- measures
        told.impressions,
        told.clicks,
        told.currency,
        told.spend,
        told.conversions,
        told.conversion_value,
        case
            when told.spend > 0
                then cast(told.conversion_value as double) / cast(told.spend as double)
        end as return_on_spend,

        ---------- quality
        told.is_stub
    from told
    left join names
        on
            told.platform = names.platform
            and told.account_id = names.account_id
            and told.campaign_id = names.campaign_id
)

select * from named
