-- When does each local day begin in UTC, and how many hours has it?
-- Grain: one row per time zone and local date.
-- Period: two days more than the hourly data on either side.
-- Window: none; a clock change makes days of 23 or 25 hours.
-- Source: the IANA time zone database, over the whole UTC hours of the hourly data.
with

bounds as (
    select
        min(valid_at) - interval 2 day as first_hour_at,
        max(valid_at) + interval 2 day as last_hour_at
    from stg_openmeteo__weather_hourly
),

zones as (
    select distinct timezone from stg_openmeteo__cells
),

hours as (
    select spine.hour_at
    from bounds
    cross join
        unnest(generate_series(bounds.first_hour_at, bounds.last_hour_at, interval 1 hour))
            as spine (hour_at)
),

local_hours as (
    select
        zones.timezone,
        hours.hour_at,
        hours.hour_at at time zone zones.timezone as local_hour_at
    from hours
    cross join zones
),

days as (
    select
        ---------- ids
        timezone,

        ---------- dates
        cast(local_hour_at as date) as local_date,
        min(hour_at) as first_hour_at,
        min(local_hour_at) as first_local_hour_at,

        ---------- measures
        count(*) as expected_hours
    from local_hours
    group by timezone, cast(local_hour_at as date)
),

written as (
    -- Text, because a time without zone would make every Delta reader need a newer protocol.
    select
        timezone,
        local_date,
        first_hour_at,
        strftime(first_local_hour_at, '%Y-%m-%d')
        || 'T'
        || strftime(first_local_hour_at, '%H:%M:%S') as local_datetime,
        expected_hours
    from days
)

select * from written
