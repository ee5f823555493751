-- Which days do the normals rest on?
-- Grain: one row per grid cell and base day.
-- Period: settings.climatology_first_year to climatology_last_year, 1991 to 2020 (WMO).
-- Window: none; 29 February is left out of the base.
-- Source: stg_openmeteo__weather_daily_history of settings.climatology_model.
with

history as (
    select history.*
    from stg_openmeteo__weather_daily_history as history
    cross join settings
    where
        history.model = settings.climatology_model
        and year(history.observed_on) >= settings.climatology_first_year
        and year(history.observed_on) <= settings.climatology_last_year
),

base as (
    select
        ---------- ids
        history.grid_cell_id,

        ---------- dates
        cast(year(history.observed_on) as bigint) as year,
        calendar_days.calendar_day,

        ---------- measures
        history.temp_mean_c,
        history.temp_max_c,
        history.temp_min_c,
        history.precip_mm,

        ---------- quality
        history.is_stub
    from history
    inner join calendar_days
        on
            month(history.observed_on) = calendar_days.month
            and day(history.observed_on) = calendar_days.day
            and not calendar_days.is_leap_day
)

select * from base
