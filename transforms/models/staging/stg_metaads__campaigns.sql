-- Which campaigns run on Meta Ads?
-- Grain: one row per account and campaign.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.metaads__campaigns (tap-metaads).
with

newest as (
    select * from raw.metaads__campaigns
    qualify row_number() over (partition by account_id, id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        account_id,
        id as campaign_id,

        ---------- text
        name,
        effective_status as status,
        objective as kind,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
