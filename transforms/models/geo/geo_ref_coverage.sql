-- How many places of each ad platform can be told as cells?
-- Grain: one row per platform and level.
-- Period: all that was read.
-- Window: none.
-- Source: geo_ref.
with

places as (
    select
        platform,
        source_id,
        level,
        max(method) as method,
        sum(case when watched_cell_id is not null then share else 0 end) as watched_share
    from geo_ref
    group by platform, source_id, level
),

covered as (
    select
        ---------- ids
        platform,
        level,

        ---------- counts
        count(*) as places,
        count(case when method <> 'unknown' then 1 end) as known_places,
        count(case when watched_share > 0 then 1 end) as watched_places,

        ---------- shares
        cast(count(case when method <> 'unknown' then 1 end) as double) / count(*) as known_ratio
    from places
    group by platform, level
)

select * from covered
