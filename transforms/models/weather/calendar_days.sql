-- Which of the 365 climatological days stands for each day of the year?
-- Grain: one row per month, day and climatological day; 29 February has two, its neighbours.
-- Period: every year alike.
-- Window: none.
-- Source: NOAA 1991-2020 Normals methodology: 29 February is the mean of 28 February and 1 March.
with

leap_year as (
    select cast(spine.spine_date as date) as leap_date
    from
        unnest(generate_series(date '2000-01-01', date '2000-12-31', interval 1 day))
            as spine (spine_date)
),

numbered as (
    select
        cast(month(leap_date) as bigint) as month,
        cast(day(leap_date) as bigint) as day,
        cast(date_diff('day', date '2000-01-01', leap_date) as bigint) as days_before
    from leap_year
),

mapped as (
    -- 29 February has 59 days before it: it takes days 59 and 60, all later days move up by one.
    select
        month,
        day,
        case when days_before < 59 then days_before + 1 else days_before end as calendar_day,
        days_before = 59 as is_leap_day
    from numbered
    union all
    select
        month,
        day,
        days_before + 1 as calendar_day,
        true as is_leap_day
    from numbered
    where days_before = 59
)

select * from mapped
