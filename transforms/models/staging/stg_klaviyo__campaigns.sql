-- Which campaigns were sent, or are to be?
-- Grain: one row per campaign.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.klaviyo__campaigns (tap-klaviyo).
with

newest as (
    select * from raw.klaviyo__campaigns
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        id as campaign_id,

        ---------- text
        channel,
        name,

        ---------- states
        status,
        coalesce(is_local, false) as is_local,
        _sdc_deleted_at is not null as is_deleted,

        ---------- times
        created_at,
        scheduled_at,
        send_time,
        updated_at,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
