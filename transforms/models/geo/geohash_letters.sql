-- What does each letter of a geohash say, as the first of a pair and as the second?
-- Grain: one row per letter.
-- Period: none.
-- Window: none.
-- Source: geohash's base 32: digits and letters without a, i, l, o. Each letter holds five bits, by
--   turns of longitude and latitude: three of the one that begins and two of the other.
with

letters as (
    select
        counted.n,
        substring('0123456789bcdefghjkmnpqrstuvwxyz', counted.n + 1, 1) as letter
    from unnest(generate_series(0, 31)) as counted (n)
),

bits as (
    select
        letters.letter,
        floor(letters.n / 16) as b16,
        floor(letters.n / 8) - 2 * floor(letters.n / 16) as b8,
        floor(letters.n / 4) - 2 * floor(letters.n / 8) as b4,
        floor(letters.n / 2) - 2 * floor(letters.n / 4) as b2,
        letters.n - 2 * floor(letters.n / 2) as b1
    from letters
),

parts as (
    select
        ---------- ids
        letter,

        ---------- numerics
        cast(round(4 * b16 + 2 * b4 + b1) as bigint) as three_bits,
        cast(round(2 * b8 + b2) as bigint) as two_bits
    from bits
)

select * from parts
