-- What was each day of the climatology base, once, with impossible values taken out?
-- Grain: one row per grid cell, GMT day and model.
-- Period: what the tap was told to fetch, 1991 to 2020 by default.
-- Window: a GMT day; Open-Meteo sums precipitation from 23:00 to 23:00.
-- Source: raw.openmeteo__weather_daily_history (ERA5 through the Open-Meteo archive).
with

newest as (
    select * from raw.openmeteo__weather_daily_history
    qualify
        row_number() over (
            partition by grid_cell_id, date, model
            order by _sdc_sequence desc
        ) = 1
),

judged as (
    select
        newest.*,
        newest.temperature_2m_mean not between settings.temp_lowest_c and settings.temp_highest_c
            as is_mean_wrong,
        newest.temperature_2m_max not between settings.temp_lowest_c and settings.temp_highest_c
            as is_max_wrong,
        newest.temperature_2m_min not between settings.temp_lowest_c and settings.temp_highest_c
            as is_min_wrong,
        newest.precipitation_sum < -settings.precip_clamp_mm
        or newest.precipitation_sum > settings.precip_max_mm as is_precip_wrong
    from newest
    cross join settings
),

cleaned as (
    select
        ---------- ids
        grid_cell_id,
        model,

        ---------- dates
        date as observed_on,

        ---------- measures
        case when not is_mean_wrong then temperature_2m_mean end as temp_mean_c,
        case when not is_max_wrong then temperature_2m_max end as temp_max_c,
        case when not is_min_wrong then temperature_2m_min end as temp_min_c,
        case when not is_precip_wrong then greatest(precipitation_sum, 0) end as precip_mm,

        ---------- quality
        coalesce(precipitation_sum < 0 and not is_precip_wrong, false) as dq_clamped,
        coalesce(is_mean_wrong, false) or coalesce(is_max_wrong, false)
        or coalesce(is_min_wrong, false) or coalesce(is_precip_wrong, false) as dq_quarantined,
        coalesce(_wv_source = 'stub', false) as is_stub
    from judged
)

select * from cleaned
