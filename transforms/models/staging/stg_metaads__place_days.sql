-- Where did each campaign of Meta Ads spend on each day?
-- Grain: one row per account, campaign, day, country and region.
-- Period: all that was read; a pull of a day replaces the older one.
-- Window: none.
-- Source: raw.metaads__insights_country_region_daily (tap-metaads); it knows no purchases.
with

newest as (
    select * from raw.metaads__insights_country_region_daily
    qualify
        row_number() over (
            partition by account_id, campaign_id, date_start, country, region
            order by _sdc_sequence desc
        ) = 1
),

renamed as (
    select
        ---------- ids
        account_id,
        campaign_id,
        date_start as spent_on,
        coalesce(country, 'UNKNOWN') as country_code,
        coalesce(region, 'Unknown') as region,

        ---------- measures
        impressions,
        clicks,
        currency,
        spend,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
    where _sdc_deleted_at is null
)

select * from renamed
