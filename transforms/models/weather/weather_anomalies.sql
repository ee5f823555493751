-- How far is each day from usual?
-- Grain: one row per cell, local date and observation type.
-- Period: the days of weather_days against the fixed base of climatology_daily.
-- Window: of the normals, see climatology_daily; a percentile is the mid-rank among 31 days.
-- Source: weather_days, climatology_daily, climatology_precip_counts.
with

ranks as (
    -- 29 February has two neighbours; its rank is the mean of the two.
    select
        days.cell_id,
        days.local_date,
        days.observation_type,
        calendar_days.calendar_day,
        cast(
            sum(
                case
                    when counts.precip_mm < days.precip_mm then counts.n_days
                    when counts.precip_mm = days.precip_mm then counts.n_days * cast(0.5 as double)
                    else 0
                end
            ) as double
        ) / sum(counts.n_days) as precip_pctl
    from weather_days as days
    inner join calendar_days
        on
            month(days.local_date) = calendar_days.month
            and day(days.local_date) = calendar_days.day
    inner join climatology_precip_counts as counts
        on
            days.grid_cell_id = counts.grid_cell_id
            and calendar_days.calendar_day = counts.calendar_day
    where days.precip_mm is not null
    group by
        days.cell_id, days.local_date, days.observation_type, calendar_days.calendar_day
),

percentiles as (
    select
        cell_id,
        local_date,
        observation_type,
        avg(precip_pctl) as precip_pctl
    from ranks
    group by cell_id, local_date, observation_type
),

anomalies as (
    select
        ---------- ids
        days.cell_id,
        days.observation_type,

        ---------- dates
        days.local_date,
        days.day_number,

        ---------- measures
        days.temp_c,
        days.temp_max_c,
        days.precip_mm,
        climatology.precip_normal_mm,
        days.temp_c - climatology.temp_normal_c as temp_anomaly,
        (days.temp_c - climatology.temp_normal_c) / nullif(climatology.temp_sd_c, 0) as temp_z,
        days.precip_mm - climatology.precip_normal_mm as precip_anomaly,
        case
            when climatology.precip_normal_mm is not null then percentiles.precip_pctl
        end as precip_pctl,
        case
            when days.temp_max_c is not null and climatology.tx90_c is not null
                then
                    days.temp_max_c > climatology.tx90_c
                    and days.temp_max_c >= settings.heatwave_min_c
        end as is_hot,

        ---------- quality
        climatology.quality
    from weather_days as days
    cross join settings
    left join climatology_daily as climatology
        on
            days.grid_cell_id = climatology.grid_cell_id
            and month(days.local_date) = climatology.month
            and day(days.local_date) = climatology.day
    left join percentiles
        on
            days.cell_id = percentiles.cell_id
            and days.local_date = percentiles.local_date
            and days.observation_type = percentiles.observation_type
)

select * from anomalies
