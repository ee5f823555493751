-- Which one row speaks for each cell and local day, observed and forecast?
-- Grain: one row per cell, local date and observation type; stub rows fill days without any data.
-- Period: from a cell's first day with data to its last.
-- Window: none.
-- Source: weather_local_days. ERA5 once it has the whole day, until then the recent stream: models
--   are not mixed within a day. Observations outrank forecasts nowhere: both rows stand.
with

cells as (
    select
        cell_id,
        grid_cell_id,
        geohash,
        timezone
    from stg_openmeteo__cells
),

chosen as (
    select
        local_days.*,
        case when local_days.stream = 'forecast' then 'forecast' else 'observed' end
            as observation_type
    from weather_local_days as local_days
    cross join settings
    qualify
        row_number() over (
            partition by
                local_days.cell_id,
                local_days.local_date,
                case when local_days.stream = 'forecast' then 'forecast' else 'observed' end
            order by
                case when local_days.temp_c is null then 1 else 0 end
                + case when local_days.precip_mm is null then 1 else 0 end asc,
                case when local_days.model = settings.climatology_model then 0 else 1 end asc,
                local_days.stream asc,
                local_days.issued_at desc nulls last,
                local_days.model asc
        ) = 1
),

spans as (
    select
        cell_id,
        min(local_date) as first_date,
        max(local_date) as last_date
    from chosen
    group by cell_id
),

calendar as (
    select
        cells.cell_id,
        days.timezone,
        days.local_date,
        days.local_datetime,
        days.first_hour_at,
        days.expected_hours
    from cells
    inner join spans on cells.cell_id = spans.cell_id
    inner join local_day_hours as days
        on
            cells.timezone = days.timezone
            and spans.first_date <= days.local_date
            and spans.last_date >= days.local_date
),

empty_days as (
    select calendar.*
    from calendar
    left join chosen
        on
            calendar.cell_id = chosen.cell_id
            and calendar.local_date = chosen.local_date
    where chosen.cell_id is null
),

rows_with_data as (
    select
        cell_id,
        local_date,
        observation_type,
        local_datetime,
        utc_datetime,
        timezone,
        as_of_utc,
        temp_c,
        temp_max_c,
        temp_min_c,
        precip_mm,
        humidity_mean,
        snowfall_cm,
        wind_gust_max_ms,
        uv_index_max,
        precip_prob_max,
        n_hours,
        expected_hours,
        n_hours_clamped,
        n_hours_quarantined,
        case when is_stub then 'stub' else 'openmeteo' end as source,
        model
    from chosen
),

rows_without_data as (
    select
        cell_id,
        local_date,
        'stub' as observation_type,
        local_datetime,
        first_hour_at as utc_datetime,
        timezone,
        cast(null as timestamp with time zone) as as_of_utc,
        cast(null as double) as temp_c,
        cast(null as double) as temp_max_c,
        cast(null as double) as temp_min_c,
        cast(null as double) as precip_mm,
        cast(null as double) as humidity_mean,
        cast(null as double) as snowfall_cm,
        cast(null as double) as wind_gust_max_ms,
        cast(null as double) as uv_index_max,
        cast(null as double) as precip_prob_max,
        cast(0 as bigint) as n_hours,
        expected_hours,
        cast(0 as bigint) as n_hours_clamped,
        cast(0 as bigint) as n_hours_quarantined,
        'calendar' as source,
        cast(null as varchar) as model
    from empty_days
),

all_rows as (
    select * from rows_with_data
    union all
    select * from rows_without_data
),

days as (
    select
        ---------- ids
        all_rows.cell_id,
        cells.grid_cell_id,
        cells.geohash,
        all_rows.observation_type,

        ---------- dates
        all_rows.local_date,
        cast(
            date_diff('day', date '1970-01-01', all_rows.local_date) as bigint
        ) as day_number,
        all_rows.local_datetime,
        all_rows.utc_datetime,
        all_rows.timezone,
        all_rows.as_of_utc,

        ---------- measures
        all_rows.temp_c,
        all_rows.temp_max_c,
        all_rows.temp_min_c,
        all_rows.precip_mm,
        all_rows.humidity_mean,
        all_rows.snowfall_cm,
        all_rows.wind_gust_max_ms,
        all_rows.uv_index_max,
        all_rows.precip_prob_max,

        ---------- quality
        all_rows.n_hours,
        all_rows.expected_hours,
        all_rows.n_hours_clamped,
        all_rows.n_hours_quarantined,
        all_rows.source,
        all_rows.model
    from all_rows
    inner join cells on all_rows.cell_id = cells.cell_id
)

select * from days
