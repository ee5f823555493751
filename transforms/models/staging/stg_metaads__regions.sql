-- Which regions has Meta shown ads in?
-- Grain: one row per country and region.
-- Period: all days held.
-- Window: none.
-- Source: raw.metaads__insights_country_region_daily; regions have a name and nothing else. Where
--   Meta does not tell the country it is UNKNOWN, likewise the region.
with

named as (
    select
        coalesce(nullif(upper(trim(country)), ''), 'UNKNOWN') as country_code,
        coalesce(nullif(trim(region), ''), 'UNKNOWN') as region,
        _wv_source
    from raw.metaads__insights_country_region_daily
),

regions as (
    select
        ---------- ids
        country_code,
        region,

        ---------- quality
        max(case when _wv_source = 'stub' then 1 else 0 end) = 1 as is_stub
    from named
    group by country_code, region
)

select * from regions
