-- What weather is usual on each day of the year?
-- Grain: one row per grid cell, month and day (366 a cell).
-- Period: settings.climatology_first_year to climatology_last_year, 1991 to 2020 (WMO).
-- Window: 31 days, 5 days for tx90_c and tn10_c, 29 + 29 days for wet days; all circular.
-- Source: ERA5 daily values; 29 February is the mean of 28 February and 1 March (NOAA).
with

days as (
    select
        ---------- ids
        normals.grid_cell_id,
        calendar_days.month,
        calendar_days.day,
        max(case when not calendar_days.is_leap_day then calendar_days.calendar_day end)
            as calendar_day,

        ---------- measures
        avg(normals.temp_normal_c) as temp_normal_c,
        avg(normals.temp_sd_c) as temp_sd_c,
        avg(normals.temp_max_normal_c) as temp_max_normal_c,
        avg(normals.temp_min_normal_c) as temp_min_normal_c,
        avg(percentiles.temp_p05_c) as temp_p05_c,
        avg(percentiles.temp_p25_c) as temp_p25_c,
        avg(percentiles.temp_p50_c) as temp_p50_c,
        avg(percentiles.temp_p75_c) as temp_p75_c,
        avg(percentiles.temp_p95_c) as temp_p95_c,
        avg(percentiles.tx90_c) as tx90_c,
        avg(percentiles.tn10_c) as tn10_c,
        avg(normals.precip_normal_mm) as precip_normal_mm,
        avg(wet_days.precip_wet_frequency) as precip_wet_frequency,

        ---------- quality
        min(normals.count_years) as count_years,
        min(normals.count_years_precip) as count_years_precip,
        max(case when normals.is_stub then 1 else 0 end) = 1 as is_stub
    from climatology_normals as normals
    inner join calendar_days on normals.calendar_day = calendar_days.calendar_day
    left join climatology_percentiles as percentiles
        on
            normals.grid_cell_id = percentiles.grid_cell_id
            and normals.calendar_day = percentiles.calendar_day
    left join climatology_wet_days as wet_days
        on
            normals.grid_cell_id = wet_days.grid_cell_id
            and normals.calendar_day = wet_days.calendar_day
    group by normals.grid_cell_id, calendar_days.month, calendar_days.day
),

graded as (
    select
        days.*,
        days.count_years >= settings.years_provisional as is_temp_known,
        days.count_years_precip >= settings.years_provisional as is_precip_known,
        case
            when days.count_years >= settings.years_standard then 'standard'
            when days.count_years >= settings.years_provisional then 'provisional'
        end as quality,
        settings.climatology_first_year as period_start,
        settings.climatology_last_year as period_end,
        settings.climatology_model as model
    from days
    cross join settings
),

climatology as (
    select
        ---------- ids
        grid_cell_id,
        month,
        day,
        calendar_day,

        ---------- measures
        case when is_temp_known then temp_normal_c end as temp_normal_c,
        case when is_temp_known then temp_sd_c end as temp_sd_c,
        case when is_temp_known then temp_max_normal_c end as temp_max_normal_c,
        case when is_temp_known then temp_min_normal_c end as temp_min_normal_c,
        case when is_temp_known then temp_p05_c end as temp_p05_c,
        case when is_temp_known then temp_p25_c end as temp_p25_c,
        case when is_temp_known then temp_p50_c end as temp_p50_c,
        case when is_temp_known then temp_p75_c end as temp_p75_c,
        case when is_temp_known then temp_p95_c end as temp_p95_c,
        case when is_temp_known then tx90_c end as tx90_c,
        case when is_temp_known then tn10_c end as tn10_c,
        case when is_precip_known then precip_normal_mm end as precip_normal_mm,
        case when is_precip_known then precip_wet_frequency end as precip_wet_frequency,

        ---------- quality
        count_years,
        count_years_precip,
        quality,
        period_start,
        period_end,
        model,
        case when is_stub then 'stub' else 'openmeteo' end as source
    from graded
)

select * from climatology
