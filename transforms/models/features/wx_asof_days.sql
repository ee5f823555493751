-- What was known of each local day at each decision?
-- Grain: one row per cell, decision and local date around it.
-- Period: the decisions of decision_times.
-- Window: from 6 days before the decision, for trailing windows, to settings.asof_horizon_days on.
-- Source: weather_hours_known: of each hour what was known last at decision_at, never what came
--   later; a day that lacks an hour is null. Previous runs stand in where no forecast was kept.
with

days_around as (
    select
        decisions.cell_id,
        decisions.decision_at,
        decisions.decision_date,
        decisions.timezone,
        cast(counted.n as bigint) as lead_days,
        cast(
            date_diff('day', date '1970-01-01', decisions.decision_date) + counted.n as bigint
        ) as day_number
    from decision_times as decisions
    cross join unnest(generate_series(-6, 16)) as counted (n)
    cross join settings
    where counted.n <= settings.asof_horizon_days
),

hours as (
    -- Temperature belongs to the day of its label, rain to the day of the hour before it.
    select
        known.cell_id,
        known.label_date as local_date,
        known.available_at,
        known.superseded_at,
        known.informed_at,
        known.is_predicted,
        known.is_stub,
        known.temp_c,
        known.humidity_pct,
        known.uv_index,
        cast(null as double) as precip_mm,
        cast(null as double) as snowfall_cm,
        cast(null as double) as wind_gust_ms,
        cast(null as double) as precip_prob_pct
    from weather_hours_known as known
    union all
    select
        known.cell_id,
        known.interval_date as local_date,
        known.available_at,
        known.superseded_at,
        known.informed_at,
        known.is_predicted,
        known.is_stub,
        cast(null as double) as temp_c,
        cast(null as double) as humidity_pct,
        cast(null as double) as uv_index,
        known.precip_mm,
        known.snowfall_cm,
        known.wind_gust_ms,
        known.precip_prob_pct
    from weather_hours_known as known
),

numbered as (
    select
        hours.*,
        cast(date_diff('day', date '1970-01-01', hours.local_date) as bigint) as day_number
    from hours
),

summed as (
    select
        around.cell_id,
        around.decision_at,
        around.decision_date,
        around.timezone,
        around.lead_days,
        around.day_number,
        hours.local_date,
        max(hours.available_at) as available_at,
        max(hours.informed_at) as informed_at,
        count(hours.temp_c) as n_hours,
        count(case when hours.is_predicted then hours.temp_c end) as n_hours_predicted,
        -- Rounded: the order of addition must not show in the last digits.
        round(avg(hours.temp_c), 6) as temp_c,
        max(hours.temp_c) as temp_max_c,
        min(hours.temp_c) as temp_min_c,
        count(hours.humidity_pct) as n_humidity,
        round(avg(hours.humidity_pct), 6) as humidity_mean,
        count(hours.uv_index) as n_uv,
        max(hours.uv_index) as uv_index_max,
        count(hours.precip_mm) as n_precip,
        round(sum(hours.precip_mm), 6) as precip_mm,
        count(hours.snowfall_cm) as n_snowfall,
        round(sum(hours.snowfall_cm), 6) as snowfall_cm,
        count(hours.wind_gust_ms) as n_gust,
        max(hours.wind_gust_ms) as wind_gust_max_ms,
        count(hours.precip_prob_pct) as n_prob,
        max(hours.precip_prob_pct) as precip_prob_max,
        max(case when hours.is_stub then 1 else 0 end) as has_stub
    from days_around as around
    inner join numbered as hours
        on
            around.cell_id = hours.cell_id
            and around.day_number = hours.day_number
            and around.decision_at >= hours.available_at
            and (hours.superseded_at is null or around.decision_at < hours.superseded_at)
    group by
        around.cell_id, around.decision_at, around.decision_date, around.timezone,
        around.lead_days, around.day_number, hours.local_date
),

days as (
    select
        ---------- ids
        summed.cell_id,

        ---------- times
        summed.decision_at,
        summed.decision_date,
        summed.local_date,
        summed.day_number,
        summed.lead_days,
        summed.available_at,
        summed.informed_at,

        ---------- measures
        case when summed.n_hours = calendar.expected_hours then summed.temp_c end as temp_c,
        case when summed.n_hours = calendar.expected_hours then summed.temp_max_c end
            as temp_max_c,
        case when summed.n_hours = calendar.expected_hours then summed.temp_min_c end
            as temp_min_c,
        case
            when
                summed.n_precip = calendar.expected_hours
                and summed.precip_mm <= settings.precip_max_mm
                then summed.precip_mm
        end as precip_mm,
        case when summed.n_humidity = calendar.expected_hours then summed.humidity_mean end
            as humidity_mean,
        case when summed.n_snowfall = calendar.expected_hours then summed.snowfall_cm end
            as snowfall_cm,
        case when summed.n_gust = calendar.expected_hours then summed.wind_gust_max_ms end
            as wind_gust_max_ms,
        case when summed.n_uv = calendar.expected_hours then summed.uv_index_max end
            as uv_index_max,
        case when summed.n_prob = calendar.expected_hours then summed.precip_prob_max end
            as precip_prob_max,

        ---------- quality
        summed.n_hours,
        summed.n_hours_predicted,
        calendar.expected_hours,
        summed.has_stub = 1 as is_stub
    from summed
    inner join local_day_hours as calendar
        on
            summed.timezone = calendar.timezone
            and summed.local_date = calendar.local_date
    cross join settings
)

select * from days
