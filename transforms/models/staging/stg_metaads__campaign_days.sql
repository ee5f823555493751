-- What did each campaign of Meta Ads do on each day?
-- Grain: one row per account, campaign, day.
-- Period: all that was read; a pull of a day replaces the older one.
-- Window: a day of the account's time zone; purchases count on the day of impression or click.
-- Source: raw.metaads__insights_campaign_daily and its actions (tap-metaads): purchases by the
--   attribution of the ad set. Kinds of purchase hold one another, so one kind is taken.
with

newest as (
    select * from raw.metaads__insights_campaign_daily
    qualify
        row_number() over (
            partition by account_id, campaign_id, date_start
            order by _sdc_sequence desc
        ) = 1
),

newest_actions as (
    select * from raw.metaads__insights_campaign_daily_actions
    qualify
        row_number() over (
            partition by
                account_id,
                campaign_id,
                date_start,
                metric_name,
                action_type,
                attribution_window
            order by _sdc_sequence desc
        ) = 1
),

purchases as (
    select
        actions.account_id,
        actions.campaign_id,
        actions.date_start,
        sum(case when actions.metric_name = 'actions' then actions.value end) as conversions,
        sum(case when actions.metric_name = 'action_values' then actions.value end)
            as conversion_value
    from newest_actions as actions
    cross join settings
    where
        actions._sdc_deleted_at is null
        and actions.attribution_window = 'default'
        and actions.action_type = settings.meta_purchase_action
    group by actions.account_id, actions.campaign_id, actions.date_start
),

days as (
    select
        ---------- ids
        newest.account_id,
        newest.campaign_id,
        newest.date_start as spent_on,

        ---------- measures
        newest.impressions,
        newest.clicks,
        newest.currency,
        newest.spend,
        cast(coalesce(purchases.conversions, 0) as decimal(38, 6)) as conversions,
        cast(coalesce(purchases.conversion_value, 0) as decimal(38, 6)) as conversion_value,

        ---------- quality
        coalesce(newest._wv_source = 'stub', false) as is_stub
    from newest
    left join purchases
        on
            newest.account_id = purchases.account_id
            and newest.campaign_id = purchases.campaign_id
            and newest.date_start = purchases.date_start
    where newest._sdc_deleted_at is null
)

select * from days
