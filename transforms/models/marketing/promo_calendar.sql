-- Which promotions ran on each day, by channel?
-- Grain: one row per day and channel with a campaign.
-- Period: all campaigns held.
-- Window: a day of the shop's time zone; of a campaign by recipients' own clocks their day.
-- Source: promo_sends.
with

daily as (
    select
        ---------- ids
        promo_on,
        channel,

        ---------- counts
        count(*) as campaigns,
        cast(sum(case when is_local then 1 else 0 end) as bigint) as campaigns_local,
        cast(sum(recipients) as bigint) as recipients,
        cast(sum(delivered) as bigint) as delivered,

        ---------- times
        min(sent_at) as first_sent_at,

        ---------- quality
        max(case when is_stub then 1 else 0 end) = 1 as is_stub
    from promo_sends
    group by promo_on, channel
)

select * from daily
