-- Which campaigns reached people, when, and how many?
-- Grain: one row per campaign that was sent.
-- Period: all campaigns held, those since deleted too: they were sent.
-- Window: the day of the shop; of a campaign sent by recipients' own clocks their day.
-- Source: stg_klaviyo__campaigns and their reports, stg_shopify__shop for the time zone.
with

shop as (
    select timezone from stg_shopify__shop
    qualify row_number() over (order by updated_at desc nulls last, shop_id asc) = 1
),

reached as (
    select
        campaign_id,
        sum(recipients) as recipients,
        sum(delivered) as delivered
    from stg_klaviyo__campaign_reports
    group by campaign_id
),

sent as (
    select
        ---------- ids
        campaigns.campaign_id,
        campaigns.channel,
        campaigns.name,

        ---------- days
        campaigns.send_time as sent_at,
        campaigns.is_local,
        cast(
            campaigns.send_time
            at time zone case
                when campaigns.is_local then 'UTC' else coalesce(shop.timezone, 'UTC')
            end as date
        ) as promo_on,

        ---------- counts
        cast(reached.recipients as bigint) as recipients,
        cast(reached.delivered as bigint) as delivered,

        ---------- quality
        campaigns.is_stub
    from stg_klaviyo__campaigns as campaigns
    left join reached on campaigns.campaign_id = reached.campaign_id
    left join shop on true
    where campaigns.send_time is not null
)

select * from sent
