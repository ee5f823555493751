-- Which city, region or country of ours is meant by each place of an ad platform?
-- Grain: one row per platform and place.
-- Period: all that was read.
-- Window: none.
-- Source: ad_places, places, place_names. A city is meant where name and region agree, a metro's by
--   its name alone; else the region it lies in. A country is meant only where the country is told.
with

regions as (
    select distinct
        country_code,
        lower(region) as spelled,
        region
    from places
    union
    select
        country_code,
        other_name as spelled,
        region
    from place_names
    where kind = 'region'
),

cities as (
    select
        country_code,
        lower(city) as spelled,
        region,
        city
    from places
    union
    select
        country_code,
        other_name as spelled,
        region,
        city
    from place_names
    where kind = 'city'
),

of_city as (
    select
        ads.platform,
        ads.source_id,
        cities.region,
        cities.city,
        places.inhabitants
    from ad_places as ads
    inner join cities
        on
            ads.country_code = cities.country_code
            and coalesce(ads.city_name, ads.region_name) = cities.spelled
    inner join places
        on
            cities.country_code = places.country_code
            and cities.region = places.region
            and cities.city = places.city
    left join regions
        on
            ads.country_code = regions.country_code
            and ads.region_name = regions.spelled
    where
        -- Springfield lies in five states.
        (ads.level = 'city' and (regions.region = cities.region or ads.city_name = ads.region_name))
        or ads.level = 'metro'
        -- Meta calls some cities regions.
        or (ads.level = 'region' and regions.region is null)
    qualify
        row_number() over (
            partition by ads.platform, ads.source_id
            order by places.inhabitants desc, cities.region asc
        ) = 1
),

of_region as (
    select
        ads.platform,
        ads.source_id,
        min(regions.region) as region
    from ad_places as ads
    inner join regions
        on
            ads.country_code = regions.country_code
            and ads.region_name = regions.spelled
    group by ads.platform, ads.source_id
),

countries as (
    select distinct country_code
    from places
),

matched as (
    select
        ---------- ids
        ads.platform,
        ads.source_id,

        ---------- names
        ads.name,
        ads.country_code,
        ads.level,
        coalesce(of_city.region, of_region.region) as region,
        of_city.city,

        ---------- verdict
        case
            when of_city.city is not null and ads.level = 'metro' then 'metro'
            when of_city.city is not null then 'city'
            when of_region.region is not null then 'region'
            when ads.level = 'country' and countries.country_code is not null then 'country'
            else 'unknown'
        end as method,

        ---------- quality
        ads.is_stub
    from ad_places as ads
    left join of_city
        on
            ads.platform = of_city.platform
            and ads.source_id = of_city.source_id
    left join of_region
        on
            ads.platform = of_region.platform
            and ads.source_id = of_region.source_id
    left join countries on ads.country_code = countries.country_code
)

select * from matched
