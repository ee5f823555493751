-- What share of those who got a campaign engaged with it, and how sure is that?
-- Grain: one row per campaign that was delivered to anybody.
-- Period: all reports held.
-- Window: none.
-- Source: stg_klaviyo__campaign_reports. Engaged are people who opened it, or clicked where opening
--   cannot be seen; the bounds are Wilson's, so that one of one does not lead.
with

summed as (
    select
        campaign_id,
        max(channel) as channel,
        sum(delivered) as delivered,
        sum(greatest(opens_unique, clicks_unique)) as engaged,
        sum(opens_unique) as opened,
        sum(clicks_unique) as clicked,
        max(case when is_stub then 1 else 0 end) as has_stub
    from stg_klaviyo__campaign_reports
    group by campaign_id
),

rated as (
    select
        summed.*,
        cast(summed.engaged as double) / cast(summed.delivered as double) as rate,
        cast(summed.delivered as double) as n,
        settings.engagement_z as z
    from summed
    cross join settings
    where summed.delivered > 0
),

spread as (
    select
        rated.*,
        rated.rate + rated.z * rated.z / (2 * rated.n) as centre,
        rated.z * sqrt(
            greatest(rated.rate * (1 - rated.rate), 0) / rated.n
            + rated.z * rated.z / (4 * rated.n * rated.n)
        ) as spread
    from rated
),

bounded as (
    select
        ---------- ids
        campaign_id,
        channel,

        ---------- counts
        cast(delivered as bigint) as delivered,
        cast(engaged as bigint) as engaged,
        cast(opened as bigint) as opened,
        cast(clicked as bigint) as clicked,

        ---------- rates
        rate as engagement_rate,
        (centre - spread) / (1 + z * z / n) as engagement_rate_low,
        (centre + spread) / (1 + z * z / n) as engagement_rate_high,

        ---------- quality
        has_stub = 1 as is_stub
    from spread
)

select * from bounded
