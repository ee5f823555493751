-- Which places do ad platforms tell of, and by which names may we look for them?
-- Grain: one row per platform and place.
-- Period: all that was read.
-- Window: none.
-- Source: stg_googleads__geo_targets, stg_metaads__regions. A canonical name of Google reads city,
--   region, country; of a metro area the first city of its name is looked for.
with

google as (
    select
        targets.*,
        length(targets.canonical_name) - length(replace(targets.canonical_name, ',', '')) + 1
            as parts,
        case
            when targets.target_type = 'country' then 'country'
            when targets.target_type in ('city', 'municipality') then 'city'
            when targets.target_type = 'dma region' then 'metro'
            when
                targets.target_type in (
                    'state', 'region', 'province', 'territory', 'prefecture', 'autonomous community'
                )
                then 'region'
            else 'other'
        end as level
    from stg_googleads__geo_targets as targets
),

told as (
    select
        'google' as platform,
        geo_target_id as source_id,
        canonical_name as name,
        country_code,
        level,
        case
            when level = 'region' then name
            when level in ('city', 'other') and parts >= 3
                then
                    split_part(
                        canonical_name, ',', cast(parts - 1 as int)
                    )
            when level = 'city' then name
        end as region_name,
        case
            when level = 'city' then name
            when level = 'metro' then split_part(split_part(name, ',', 1), '-', 1)
        end as city_name,
        is_stub
    from google
    union all
    select
        'meta' as platform,
        country_code || '/' || region as source_id,
        region as name,
        country_code,
        'region' as level,
        region as region_name,
        cast(null as varchar) as city_name,
        is_stub
    from stg_metaads__regions
),

places as (
    select
        ---------- ids
        platform,
        source_id,

        ---------- names
        name,
        country_code,
        level,
        lower(trim(region_name)) as region_name,
        lower(trim(city_name)) as city_name,

        ---------- quality
        is_stub
    from told
)

select * from places
