-- How often is each climatological day wet?
-- Grain: one row per grid cell and climatological day.
-- Period: the base of climatology_base.
-- Window: 29 days, circular, then a running mean over 29 days (settings.wet_half_window_days).
-- Source: NOAA 1991-2020 Normals methodology; wet is settings.wet_day_mm or more (0.01 inch).
with

daily as (
    select
        climatology_base.grid_cell_id,
        climatology_base.calendar_day,
        count(climatology_base.precip_mm) as n_days,
        sum(
            case when climatology_base.precip_mm >= settings.wet_day_mm then 1 else 0 end
        ) as n_wet
    from climatology_base
    cross join settings
    group by climatology_base.grid_cell_id, climatology_base.calendar_day
),

windows as (
    select
        calendar_windows.calendar_day,
        calendar_windows.neighbour_day
    from calendar_windows
    cross join settings
    where calendar_windows.distance_days <= settings.wet_half_window_days
),

frequencies as (
    select
        daily.grid_cell_id,
        windows.calendar_day,
        cast(sum(daily.n_wet) as double) / nullif(sum(daily.n_days), 0) as frequency
    from daily
    inner join windows on daily.calendar_day = windows.neighbour_day
    group by daily.grid_cell_id, windows.calendar_day
),

smoothed as (
    select
        ---------- ids
        frequencies.grid_cell_id,
        windows.calendar_day,

        ---------- measures
        -- Decimals: a sum of doubles would show in its last digits in which order they came.
        cast(sum(cast(frequencies.frequency as decimal(38, 12))) as double)
        / nullif(count(frequencies.frequency), 0) as precip_wet_frequency
    from frequencies
    inner join windows on frequencies.calendar_day = windows.neighbour_day
    group by frequencies.grid_cell_id, windows.calendar_day
)

select * from smoothed
