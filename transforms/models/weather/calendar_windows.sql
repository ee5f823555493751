-- Which days of the year lie near each day, around the turn of the year too?
-- Grain: one row per climatological day and neighbour at most 30 days away.
-- Period: every year alike.
-- Window: circular over 365 days: 1 January and 31 December are one day apart.
-- Source: the circular distance least(|a - b|, 365 - |a - b|).
with

days as (
    select calendar_day from calendar_days
    where not is_leap_day
),

paired as (
    select
        days.calendar_day,
        neighbours.calendar_day as neighbour_day,
        least(
            abs(days.calendar_day - neighbours.calendar_day),
            365 - abs(days.calendar_day - neighbours.calendar_day)
        ) as distance_days
    from days
    cross join days as neighbours
),

near as (
    select * from paired
    where distance_days <= 30
)

select * from near
