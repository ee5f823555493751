-- What is usual on each climatological day, and how much do the years differ?
-- Grain: one row per grid cell and climatological day.
-- Period: the base of climatology_base.
-- Window: settings.climatology_half_window_days on either side (31 days), circular.
-- Source: mean and population spread as in xclim's climatological_mean_doy; grades: WMO-No. 1203.
with

daily as (
    -- Decimals: sums of doubles would show in their last digits in which order rows came.
    select
        grid_cell_id,
        calendar_day,
        count(temp_mean_c) as n_mean,
        sum(cast(temp_mean_c as decimal(38, 12))) as sum_mean,
        sum(cast(temp_mean_c * temp_mean_c as decimal(38, 12))) as sum_mean_squares,
        count(temp_max_c) as n_max,
        sum(cast(temp_max_c as decimal(38, 12))) as sum_max,
        count(temp_min_c) as n_min,
        sum(cast(temp_min_c as decimal(38, 12))) as sum_min,
        count(precip_mm) as n_precip,
        sum(cast(precip_mm as decimal(38, 12))) as sum_precip,
        max(case when is_stub then 1 else 0 end) as has_stub
    from climatology_base
    group by grid_cell_id, calendar_day
),

needed as (
    select climatology_window_share * (2 * climatology_half_window_days + 1) as n_days
    from settings
),

windows as (
    select
        calendar_windows.calendar_day,
        calendar_windows.neighbour_day
    from calendar_windows
    cross join settings
    where calendar_windows.distance_days <= settings.climatology_half_window_days
),

pooled as (
    select
        daily.grid_cell_id,
        windows.calendar_day,
        cast(sum(daily.sum_mean) as double) / nullif(sum(daily.n_mean), 0) as temp_normal_c,
        cast(sum(daily.sum_mean_squares) as double) / nullif(sum(daily.n_mean), 0) as mean_square,
        cast(sum(daily.sum_max) as double) / nullif(sum(daily.n_max), 0) as temp_max_normal_c,
        cast(sum(daily.sum_min) as double) / nullif(sum(daily.n_min), 0) as temp_min_normal_c,
        cast(sum(daily.sum_precip) as double) / nullif(sum(daily.n_precip), 0) as precip_normal_mm,
        max(daily.has_stub) = 1 as is_stub
    from daily
    inner join windows on daily.calendar_day = windows.neighbour_day
    group by daily.grid_cell_id, windows.calendar_day
),

years as (
    select
        climatology_base.grid_cell_id,
        windows.calendar_day,
        climatology_base.year,
        count(climatology_base.temp_mean_c) as n_temp,
        count(climatology_base.precip_mm) as n_precip
    from climatology_base
    inner join windows on climatology_base.calendar_day = windows.neighbour_day
    group by climatology_base.grid_cell_id, windows.calendar_day, climatology_base.year
),

graded as (
    select
        years.grid_cell_id,
        years.calendar_day,
        sum(case when years.n_temp >= needed.n_days then 1 else 0 end) as count_years,
        sum(case when years.n_precip >= needed.n_days then 1 else 0 end) as count_years_precip
    from years
    cross join needed
    group by years.grid_cell_id, years.calendar_day
),

normals as (
    select
        ---------- ids
        pooled.grid_cell_id,
        pooled.calendar_day,

        ---------- measures
        pooled.temp_normal_c,
        sqrt(
            greatest(pooled.mean_square - pooled.temp_normal_c * pooled.temp_normal_c, 0)
        ) as temp_sd_c,
        pooled.temp_max_normal_c,
        pooled.temp_min_normal_c,
        pooled.precip_normal_mm,

        ---------- quality
        cast(graded.count_years as bigint) as count_years,
        cast(graded.count_years_precip as bigint) as count_years_precip,
        pooled.is_stub
    from pooled
    inner join graded
        on
            pooled.grid_cell_id = graded.grid_cell_id
            and pooled.calendar_day = graded.calendar_day
)

select * from normals
