-- Which campaigns run on Google Ads?
-- Grain: one row per account and campaign.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.googleads__campaigns (tap-googleads).
with

newest as (
    select * from raw.googleads__campaigns
    qualify row_number() over (partition by customer_id, id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        customer_id as account_id,
        id as campaign_id,

        ---------- text
        name,
        status,
        channel as kind,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
