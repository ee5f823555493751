-- What was, or will be, the weather of each local day, by stream and model?
-- Grain: one row per cell, local date, stream and model.
-- Period: all local days that the hourly data touches.
-- Window: a local day of 23, 24 or 25 hours; what lacks an hour of them is null. What speaks of the
--   hour before its label (rain, snow, gusts, probability) belongs to the day that hour is in.
-- Source: stg_openmeteo__weather_hourly; of each forecast hour the newest issue.
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

hours as (
    select
        newest.*,
        cells.timezone,
        cast(newest.valid_at at time zone cells.timezone as date) as label_date,
        cast((newest.valid_at - interval 1 hour) at time zone cells.timezone as date)
            as interval_date
    from newest
    inner join cells on newest.cell_id = cells.cell_id
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
