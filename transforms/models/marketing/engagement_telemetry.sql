-- How much do people engage with campaigns on the average, and how sure is the best one?
-- Grain: one row per channel, and one for all channels.
-- Period: campaigns sent in the window before the newest that was sent.
-- Window: settings.engagement_window_days.
-- Source: engagement_campaigns, promo_sends. The best campaign has the greatest lower bound; how
--   sure it is, is that bound over its rate.
with

horizon as (
    select max(promo_on) as last_day from promo_sends
),

recent as (
    select
        engagement_campaigns.campaign_id,
        engagement_campaigns.channel,
        engagement_campaigns.delivered,
        engagement_campaigns.engaged,
        engagement_campaigns.engagement_rate,
        engagement_campaigns.engagement_rate_low,
        engagement_campaigns.is_stub
    from engagement_campaigns
    inner join promo_sends on engagement_campaigns.campaign_id = promo_sends.campaign_id
    cross join horizon
    cross join settings
    where
        date_diff('day', promo_sends.promo_on, horizon.last_day) < settings.engagement_window_days
),

grouped as (
    select
        'all' as audience,
        recent.*
    from recent
    union all
    select
        channel as audience,
        recent.*
    from recent
),

ranked as (
    select
        grouped.*,
        row_number() over (
            partition by grouped.audience
            order by
                grouped.engagement_rate_low desc nulls last,
                grouped.delivered desc,
                grouped.campaign_id asc
        ) as nth
    from grouped
),

summed as (
    select
        audience,
        count(*) as campaigns,
        sum(delivered) as delivered,
        case when count(*) = count(engaged) then sum(engaged) end as engaged,
        max(case when nth = 1 then campaign_id end) as top_campaign_id,
        max(case when nth = 1 then delivered end) as top_delivered,
        max(case when nth = 1 then engagement_rate end) as top_rate,
        max(case when nth = 1 then engagement_rate_low end) as top_rate_low,
        max(case when is_stub then 1 else 0 end) as has_stub
    from ranked
    group by audience
),

judged as (
    select
        ---------- ids
        summed.audience as channel,

        ---------- counts
        summed.campaigns,
        cast(summed.delivered as bigint) as delivered,
        cast(summed.engaged as bigint) as engaged,

        ---------- rates
        cast(summed.engaged as double) / cast(summed.delivered as double)
            as average_engagement_rate,
        summed.top_campaign_id,
        summed.top_rate as top_engagement_rate,
        summed.top_rate_low as top_engagement_rate_low,
        case
            when summed.top_rate is null then null
            when summed.top_rate = 0 or summed.top_delivered < settings.engagement_min_delivered
                then 'unknown'
            when summed.top_rate_low >= settings.confidence_high_ratio * summed.top_rate then 'high'
            when summed.top_rate_low >= settings.confidence_medium_ratio * summed.top_rate
                then 'medium'
            else 'low'
        end as top_engagement_confidence_level,

        ---------- quality
        summed.has_stub = 1 as is_stub
    from summed
    cross join settings
)

select * from judged
