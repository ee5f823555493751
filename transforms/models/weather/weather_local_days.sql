-- What was, or will be, the weather of each local day, by stream and model?
-- Grain: one row per cell, local date, stream and model.
-- Period: all local days that the hourly data touches.
-- Window: a local day of 23, 24 or 25 hours; what lacks an hour of them is null. What speaks of the
--   hour before its label (rain, snow, gusts, probability) belongs to the day that hour is in.
-- Source: stg_openmeteo__weather_hourly; of each forecast hour the newest issue, and of the day on
--   which a forecast begins the hours that had already been observed.
with

cells as (
    select
        cell_id,
        timezone
    from stg_openmeteo__cells
),

newest as (
    select * from stg_openmeteo__weather_hourly
    where stream in ('observed', 'recent', 'forecast')
    qualify
        row_number() over (
            partition by stream, cell_id, model, valid_at
            order by issued_at desc nulls last, lead_days asc nulls first
        ) = 1
),

local_hours as (
    select
        newest.cell_id,
        newest.stream,
        newest.model,
        newest.valid_at,
        newest.issued_at,
        newest.as_of_utc,
        newest.temp_c,
        newest.humidity_pct,
        newest.precip_mm,
        newest.snowfall_cm,
        newest.wind_gust_ms,
        newest.uv_index,
        newest.precip_prob_pct,
        newest.dq_clamped,
        newest.dq_quarantined,
        newest.is_stub,
        cells.timezone,
        cast(newest.valid_at at time zone cells.timezone as date) as label_date,
        cast((newest.valid_at - interval 1 hour) at time zone cells.timezone as date)
            as interval_date
    from newest
    inner join cells on newest.cell_id = cells.cell_id
),

forecast_starts as (
    select
        cell_id,
        model,
        min(valid_at) as first_valid_at,
        min(interval_date) as first_date
    from local_hours
    where stream = 'forecast'
    group by cell_id, model
),

begun as (
    -- A forecast fetched at noon has no morning; without it yesterday and today would be unknown.
    select
        observed.cell_id,
        'forecast' as stream,
        forecast_starts.model,
        observed.valid_at,
        observed.issued_at,
        observed.as_of_utc,
        observed.temp_c,
        observed.humidity_pct,
        observed.precip_mm,
        observed.snowfall_cm,
        observed.wind_gust_ms,
        observed.uv_index,
        observed.precip_prob_pct,
        observed.dq_clamped,
        observed.dq_quarantined,
        observed.is_stub,
        observed.timezone,
        observed.label_date,
        observed.interval_date
    from local_hours as observed
    inner join forecast_starts
        on
            observed.cell_id = forecast_starts.cell_id
            and observed.label_date >= forecast_starts.first_date
            and observed.valid_at < forecast_starts.first_valid_at
    where observed.stream in ('recent', 'observed')
    qualify
        row_number() over (
            partition by observed.cell_id, forecast_starts.model, observed.valid_at
            order by observed.stream desc, observed.model asc
        ) = 1
),

hours as (
    select * from local_hours
    union all
    select * from begun
),

labels as (
    select
        cell_id,
        timezone,
        stream,
        model,
        label_date as local_date,
        count(temp_c) as n_hours,
        -- Rounded: the order of addition must not show in the last digits.
        round(avg(temp_c), 6) as temp_c,
        max(temp_c) as temp_max_c,
        min(temp_c) as temp_min_c,
        count(humidity_pct) as n_hours_humidity,
        round(avg(humidity_pct), 6) as humidity_mean,
        count(uv_index) as n_hours_uv,
        max(uv_index) as uv_index_max,
        max(issued_at) as issued_at,
        max(as_of_utc) as as_of_utc,
        sum(case when dq_clamped then 1 else 0 end) as n_clamped,
        sum(case when dq_quarantined then 1 else 0 end) as n_quarantined,
        max(case when is_stub then 1 else 0 end) as has_stub
    from hours
    group by cell_id, timezone, stream, model, label_date
),

intervals as (
    select
        cell_id,
        stream,
        model,
        interval_date as local_date,
        count(precip_mm) as n_hours_precip,
        round(sum(precip_mm), 6) as precip_mm,
        count(snowfall_cm) as n_hours_snowfall,
        round(sum(snowfall_cm), 6) as snowfall_cm,
        count(wind_gust_ms) as n_hours_gust,
        max(wind_gust_ms) as wind_gust_max_ms,
        count(precip_prob_pct) as n_hours_prob,
        max(precip_prob_pct) as precip_prob_max,
        max(as_of_utc) as as_of_utc
    from hours
    group by cell_id, stream, model, interval_date
),

joined as (
    select
        labels.*,
        intervals.n_hours_precip,
        intervals.precip_mm,
        intervals.n_hours_snowfall,
        intervals.snowfall_cm,
        intervals.n_hours_gust,
        intervals.wind_gust_max_ms,
        intervals.n_hours_prob,
        intervals.precip_prob_max,
        intervals.as_of_utc as interval_as_of_utc,
        local_day_hours.local_datetime,
        local_day_hours.first_hour_at,
        local_day_hours.expected_hours
    from labels
    inner join local_day_hours
        on
            labels.timezone = local_day_hours.timezone
            and labels.local_date = local_day_hours.local_date
    left join intervals
        on
            labels.cell_id = intervals.cell_id
            and labels.stream = intervals.stream
            and labels.model = intervals.model
            and labels.local_date = intervals.local_date
),

local_days as (
    select
        ---------- ids
        joined.cell_id,
        joined.stream,
        joined.model,

        ---------- dates
        joined.local_date,
        joined.local_datetime,
        joined.first_hour_at as utc_datetime,
        joined.timezone,
        joined.issued_at,
        greatest(joined.as_of_utc, joined.interval_as_of_utc) as as_of_utc,

        ---------- measures
        case when joined.n_hours = joined.expected_hours then joined.temp_c end as temp_c,
        case when joined.n_hours = joined.expected_hours then joined.temp_max_c end as temp_max_c,
        case when joined.n_hours = joined.expected_hours then joined.temp_min_c end as temp_min_c,
        case
            when
                joined.n_hours_precip = joined.expected_hours
                and joined.precip_mm <= settings.precip_max_mm
                then joined.precip_mm
        end as precip_mm,
        case when joined.n_hours_humidity = joined.expected_hours then joined.humidity_mean end
            as humidity_mean,
        case when joined.n_hours_snowfall = joined.expected_hours then joined.snowfall_cm end
            as snowfall_cm,
        case when joined.n_hours_gust = joined.expected_hours then joined.wind_gust_max_ms end
            as wind_gust_max_ms,
        case when joined.n_hours_uv = joined.expected_hours then joined.uv_index_max end
            as uv_index_max,
        case when joined.n_hours_prob = joined.expected_hours then joined.precip_prob_max end
            as precip_prob_max,

        ---------- quality
        joined.n_hours,
        coalesce(joined.n_hours_precip, 0) as n_hours_precip,
        joined.expected_hours,
        cast(joined.n_clamped as bigint) as n_hours_clamped,
        cast(joined.n_quarantined as bigint) as n_hours_quarantined,
        joined.has_stub = 1 as is_stub
    from joined
    cross join settings
)

select * from local_days
