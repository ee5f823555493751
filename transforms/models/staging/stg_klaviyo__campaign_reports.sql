-- What came of each message of a campaign?
-- Grain: one row per campaign, message and channel.
-- Period: all that was read; the newest row counts, for figures grow after sending.
-- Window: none.
-- Source: raw.klaviyo__campaign_values_reports (tap-klaviyo).
with

newest as (
    select * from raw.klaviyo__campaign_values_reports
    qualify
        row_number() over (
            partition by campaign_id, campaign_message_id, send_channel
            order by _sdc_sequence desc
        ) = 1
),

renamed as (
    select
        ---------- ids
        campaign_id,
        campaign_message_id as message_id,
        replace(send_channel, '-', '_') as channel,

        ---------- measures
        recipients,
        delivered,
        bounced,
        opens_unique,
        clicks_unique,
        unsubscribes,
        spam_complaints,
        conversions,
        conversion_value,
        currency,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
