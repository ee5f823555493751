-- How often did each amount of rain fall around each climatological day?
-- Grain: one row per grid cell, climatological day and amount.
-- Period: the base of climatology_base.
-- Window: settings.climatology_half_window_days on either side (31 days), circular.
-- Source: climatology_base; the ranks of precip_pctl are read from these counts.
with

counted as (
    select
        grid_cell_id,
        calendar_day,
        precip_mm,
        count(*) as n_days
    from climatology_base
    where precip_mm is not null
    group by grid_cell_id, calendar_day, precip_mm
),

pooled as (
    select
        ---------- ids
        counted.grid_cell_id,
        calendar_windows.calendar_day,

        ---------- measures
        counted.precip_mm,
        cast(sum(counted.n_days) as bigint) as n_days
    from counted
    inner join calendar_windows on counted.calendar_day = calendar_windows.neighbour_day
    cross join settings
    where calendar_windows.distance_days <= settings.climatology_half_window_days
    group by counted.grid_cell_id, calendar_windows.calendar_day, counted.precip_mm
)

select * from pooled
