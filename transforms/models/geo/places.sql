-- Which cities do we know, and in which cell does each lie?
-- Grain: one row per city.
-- Period: none.
-- Window: none.
-- Source: places_united_states, places_europe, places_world; the cell is the geohash of five
--   letters of the centre.
with

cities as (
    select * from places_united_states
    union all
    select * from places_europe
    union all
    select * from places_world
),

numbered as (
    select
        cities.*,
        cast(floor((cities.longitude + 180) / 360 * 8192) as bigint) as x,
        cast(floor((cities.latitude + 90) / 180 * 4096) as bigint) as y
    from cities
),

bits as (
    -- Thirteen bits of longitude and twelve of latitude, three and two a letter by turns.
    select
        numbered.*,
        floor(numbered.x / 1024) as x1,
        floor(numbered.y / 1024) as y1,
        floor(numbered.x / 256) - 4 * floor(numbered.x / 1024) as x2,
        floor(numbered.y / 128) - 8 * floor(numbered.y / 1024) as y2,
        floor(numbered.x / 32) - 8 * floor(numbered.x / 256) as x3,
        floor(numbered.y / 32) - 4 * floor(numbered.y / 128) as y3,
        floor(numbered.x / 8) - 4 * floor(numbered.x / 32) as x4,
        floor(numbered.y / 4) - 8 * floor(numbered.y / 32) as y4,
        numbered.x - 8 * floor(numbered.x / 8) as x5,
        numbered.y - 4 * floor(numbered.y / 4) as y5
    from numbered
),

places as (
    select
        ---------- ids
        bits.country_code,
        bits.region,
        bits.city,
        one.letter || two.letter || three.letter || four.letter || five.letter as cell_id,

        ---------- numerics
        bits.latitude,
        bits.longitude,
        bits.inhabitants
    from bits
    inner join geohash_letters as one on bits.x1 = one.three_bits and bits.y1 = one.two_bits
    inner join geohash_letters as two on bits.x2 = two.two_bits and bits.y2 = two.three_bits
    inner join geohash_letters as three
        on bits.x3 = three.three_bits and bits.y3 = three.two_bits
    inner join geohash_letters as four on bits.x4 = four.two_bits and bits.y4 = four.three_bits
    inner join geohash_letters as five on bits.x5 = five.three_bits and bits.y5 = five.two_bits
)

select * from places
