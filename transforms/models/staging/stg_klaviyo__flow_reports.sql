-- What came of each message of a flow, by month?
-- Grain: one row per flow, message, channel and month.
-- Period: all that was read; the newest row counts, for figures grow after sending.
-- Window: none.
-- Source: raw.klaviyo__flow_values_reports (tap-klaviyo).
with

newest as (
    select * from raw.klaviyo__flow_values_reports
    qualify
        row_number() over (
            partition by flow_id, flow_message_id, send_channel, month
            order by _sdc_sequence desc
        ) = 1
),

renamed as (
    select
        ---------- ids
        flow_id,
        flow_message_id as message_id,
        replace(send_channel, '-', '_') as channel,
        month,

        ---------- measures
        recipients,
        delivered,
        opens_unique,
        clicks_unique,
        conversions,
        conversion_value,
        currency,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
