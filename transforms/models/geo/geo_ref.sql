-- In which cells does each place of an ad platform lie, and with which weight?
-- Grain: one row per platform, place and cell of the cities that stand for it.
-- Period: all that was read.
-- Window: none.
-- Source: ad_place_matches; cities of a region or country weigh by their inhabitants, so that the
--   weather of a region is that of its people. What nobody knows stays, as cell UNKNOWN.
with

meant as (
    select
        matches.platform,
        matches.source_id,
        matches.name,
        matches.country_code,
        matches.level,
        matches.method,
        matches.is_stub,
        places.region,
        places.city,
        coalesce(places.cell_id, 'UNKNOWN') as place_cell_id,
        places.latitude,
        places.longitude,
        coalesce(places.inhabitants, 1) as weight
    from ad_place_matches as matches
    left join places
        on
            matches.method <> 'unknown'
            and matches.country_code = places.country_code
            and coalesce(matches.region, places.region) = places.region
            and coalesce(matches.city, places.city) = places.city
),

distances as (
    -- Great circle from the city to each cell whose weather is read.
    select
        places.cell_id as place_cell_id,
        watched.cell_id,
        2 * 6371 * asin(
            least(
                sqrt(
                    pow(sin(radians(watched.latitude - places.latitude) / 2), 2)
                    + cos(radians(places.latitude)) * cos(radians(watched.latitude))
                    * pow(sin(radians(watched.longitude - places.longitude) / 2), 2)
                ),
                1
            )
        ) as distance_km
    from places
    cross join stg_openmeteo__cells as watched
),

nearest as (
    select
        distances.place_cell_id,
        distances.cell_id,
        distances.distance_km
    from distances
    cross join settings
    where distances.distance_km <= settings.crosswalk_max_km
    qualify
        row_number() over (
            partition by distances.place_cell_id
            order by distances.distance_km asc, distances.cell_id asc
        ) = 1
),

of_cells as (
    -- Two cities may share a cell, as Jersey City and Manhattan do; the larger one names it.
    select
        meant.*,
        sum(meant.weight) over (
            partition by meant.platform, meant.source_id, meant.place_cell_id
        ) as inhabitants
    from meant
    qualify
        row_number() over (
            partition by meant.platform, meant.source_id, meant.place_cell_id
            order by meant.weight desc, meant.city asc nulls last, meant.region asc nulls last
        ) = 1
),

crosswalk as (
    select
        ---------- ids
        meant.platform,
        meant.source_id,
        meant.place_cell_id,
        nearest.cell_id as watched_cell_id,

        ---------- names
        meant.name,
        meant.country_code,
        meant.level,
        meant.region,
        meant.city,

        ---------- measures
        cast(meant.inhabitants as double)
        / sum(meant.inhabitants) over (partition by meant.platform, meant.source_id) as share,
        round(nearest.distance_km, 3) as distance_km,

        ---------- quality
        meant.method,
        case
            when meant.method = 'city' then 'high'
            when meant.method = 'unknown' then 'none'
            when meant.method in ('metro', 'region') and meant.level in ('metro', 'region')
                then 'medium'
            else 'low'
        end as confidence,
        meant.is_stub
    from of_cells as meant
    left join nearest on meant.place_cell_id = nearest.place_cell_id
)

select * from crosswalk
