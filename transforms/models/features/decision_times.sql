-- When does somebody decide with the weather that is known by then?
-- Grain: one row per cell and local date.
-- Period: from the first hour held to the first decision after the last fetch.
-- Window: none.
-- Source: local_day_hours; settings.decision_hour_local on the clock of the place, and where clocks
--   leave that hour out, the first hour after it. Replace this model to decide at other times.
with

bounds as (
    select
        min(available_at) as first_known_at,
        max(available_at) as last_known_at
    from weather_hours_known
),

hours as (
    select
        days.timezone,
        days.local_date,
        days.first_hour_at + counted.n * interval 1 hour as hour_at
    from local_day_hours as days
    cross join unnest(generate_series(0, 25)) as counted (n)
    where counted.n < days.expected_hours
),

decided as (
    select
        hours.timezone,
        hours.local_date,
        min(hours.hour_at) as decision_at
    from hours
    cross join settings
    where hour(hours.hour_at at time zone hours.timezone) >= settings.decision_hour_local
    group by hours.timezone, hours.local_date
),

decisions as (
    select
        ---------- ids
        cells.cell_id,

        ---------- times
        decided.decision_at,
        decided.local_date as decision_date,
        cells.timezone
    from decided
    inner join stg_openmeteo__cells as cells on decided.timezone = cells.timezone
    cross join bounds
    where
        decided.decision_at >= bounds.first_known_at
        and decided.decision_at < bounds.last_known_at + interval 24 hour
)

select * from decisions
