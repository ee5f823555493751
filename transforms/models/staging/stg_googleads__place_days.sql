-- Where did each campaign of Google Ads spend on each day?
-- Grain: one row per account, campaign, day, place.
-- Period: all that was read; a pull of a day replaces the older one.
-- Window: a day of the account's time zone; conversions count on the day of the click.
-- Source: raw.googleads__geographic_daily (tap-googleads); where people were.
with

newest as (
    select * from raw.googleads__geographic_daily
    qualify
        row_number() over (
            partition by
                customer_id,
                campaign_id,
                date,
                country_criterion_id,
                location_type,
                geo_target_region,
                geo_target_metro,
                geo_target_city,
                geo_target_most_specific_location
            order by _sdc_sequence desc
        ) = 1
),

held as (
    select
        customer_id,
        campaign_id,
        date as spent_on,
        coalesce(
            nullif(replace(geo_target_most_specific_location, 'geoTargetConstants/', ''), ''),
            country_criterion_id
        ) as geo_target_id,
        impressions,
        clicks,
        cast(cost_micros as decimal(38, 6)) * cast(0.000001 as decimal(38, 6)) as spend,
        conversions,
        conversions_value,
        currency,
        _wv_source
    from newest
    where
        _sdc_deleted_at is null
        and location_type = 'LOCATION_OF_PRESENCE'
),

days as (
    select
        ---------- ids
        customer_id as account_id,
        campaign_id,
        spent_on,
        geo_target_id,

        ---------- measures
        cast(sum(impressions) as bigint) as impressions,
        cast(sum(clicks) as bigint) as clicks,
        max(currency) as currency,
        cast(sum(spend) as decimal(38, 6)) as spend,
        cast(sum(conversions) as decimal(38, 6)) as conversions,
        cast(sum(conversions_value) as decimal(38, 6)) as conversion_value,

        ---------- quality
        max(case when _wv_source = 'stub' then 1 else 0 end) = 1 as is_stub
    from held
    group by customer_id, campaign_id, spent_on, geo_target_id
)

select * from days
