-- Which cells do we ship to, where do they lie, and how much of all orders goes there?
-- Grain: one row per cell.
-- Period: all orders held.
-- Window: none.
-- Source: order_cells; the centre is read off the geohash. tap-openmeteo reads this table as its
--   list of places (`cells_lake`), the most ordered first, and finds the time zones we lack.
with

counted as (
    select
        cell_id,
        min(country_code) as country_code,
        count(*) as orders,
        max(order_date) as last_order_date
    from order_cells
    where
        shipment = 'physical'
        and cell_id is not null
    group by cell_id
),

places as (
    -- Of five letters: weights of the bits in 13 of longitude and 12 of latitude.
    select
        1 as place,
        1024 as longitude_weight,
        1024 as latitude_weight
    union all
    select
        2 as place,
        256 as longitude_weight,
        128 as latitude_weight
    union all
    select
        3 as place,
        32 as longitude_weight,
        32 as latitude_weight
    union all
    select
        4 as place,
        8 as longitude_weight,
        4 as latitude_weight
    union all
    select
        5 as place,
        1 as longitude_weight,
        1 as latitude_weight
),

corners as (
    select
        counted.cell_id,
        sum(
            places.longitude_weight
            * case
                when places.place in (1, 3, 5) then letters.three_bits else letters.two_bits
            end
        ) as column_number,
        sum(
            places.latitude_weight
            * case
                when places.place in (2, 4) then letters.three_bits else letters.two_bits
            end
        ) as row_number_south
    from counted
    cross join places
    inner join geohash_letters as letters
        on substring(counted.cell_id, places.place, 1) = letters.letter
    group by counted.cell_id
),

centres as (
    select
        cell_id,
        (cast(row_number_south as double) + cast(0.5 as double)) * 180 / 4096 - 90 as latitude,
        (cast(column_number as double) + cast(0.5 as double)) * 360 / 8192 - 180 as longitude
    from corners
),

gridded as (
    -- The nearest 0.25° point, halves away from zero; one meridian has one name.
    select
        cell_id,
        latitude,
        longitude,
        floor(abs(latitude) * 4 + cast(0.5 as double)) as latitude_steps,
        floor(abs(longitude) * 4 + cast(0.5 as double)) as longitude_steps
    from centres
),

degrees as (
    select
        cell_id,
        latitude,
        longitude,
        cast(floor(latitude_steps / 4) as bigint) as latitude_degrees,
        cast(round(25 * (latitude_steps - 4 * floor(latitude_steps / 4))) as bigint)
            as latitude_cents,
        cast(floor(longitude_steps / 4) as bigint) as longitude_degrees,
        cast(round(25 * (longitude_steps - 4 * floor(longitude_steps / 4))) as bigint)
            as longitude_cents,
        case when latitude < 0 and latitude_steps > 0 then '-' else '+' end as latitude_sign,
        case
            when longitude_steps = 720 or (longitude < 0 and longitude_steps > 0) then '-'
            else '+'
        end as longitude_sign
    from gridded
),

named as (
    select
        cell_id,
        latitude,
        longitude,
        latitude_sign
        || right('0' || cast(latitude_degrees as varchar), 2)
        || '.'
        || right('0' || cast(latitude_cents as varchar), 2)
        || longitude_sign
        || right('00' || cast(longitude_degrees as varchar), 3)
        || '.'
        || right('0' || cast(longitude_cents as varchar), 2) as grid_cell_id
    from degrees
),

cells as (
    select
        ---------- ids
        named.cell_id as geohash,
        named.grid_cell_id,

        ---------- place
        counted.country_code,
        named.latitude,
        named.longitude,
        watched.timezone,

        ---------- measures
        counted.orders,
        cast(counted.orders as double) / sum(counted.orders) over () as order_share,
        counted.last_order_date,

        ---------- quality
        watched.cell_id is not null as is_watched
    from named
    inner join counted on named.cell_id = counted.cell_id
    left join stg_openmeteo__cells as watched on named.cell_id = watched.cell_id
)

select * from cells
