-- What was known of the coming days at each decision, and how unusual was it?
-- Grain: one row per cell, decision and local date from the decision's day on.
-- Period: the decisions of decision_times, settings.asof_horizon_days ahead.
-- Window: 7 calendar days and the day before, all as known at the decision.
-- Source: wx_asof_days, and climatology_daily, whose base ends before any decision. To forecast
--   with; for what really happened see wx_explain.
with

compared as (
    select
        days.*,
        days.temp_c - climatology.temp_normal_c as temp_anomaly,
        (days.temp_c - climatology.temp_normal_c) / nullif(climatology.temp_sd_c, 0) as temp_z,
        days.precip_mm - climatology.precip_normal_mm as precip_anomaly,
        case
            when days.temp_max_c is not null and climatology.tx90_c is not null
                then
                    days.temp_max_c > climatology.tx90_c
                    and days.temp_max_c >= settings.heatwave_min_c
        end as is_hot
    from wx_asof_days as days
    inner join stg_openmeteo__cells as cells on days.cell_id = cells.cell_id
    left join climatology_daily as climatology
        on
            cells.grid_cell_id = climatology.grid_cell_id
            and month(days.local_date) = climatology.month
            and day(days.local_date) = climatology.day
    cross join settings
),

windows as (
    select
        compared.*,
        count(compared.temp_c) over last_7 as n_temp_7,
        avg(compared.temp_c) over last_7 as temp_7,
        count(compared.precip_mm) over last_7 as n_precip_7,
        avg(compared.precip_mm) over last_7 as precip_7,
        max(compared.available_at) over last_7 as window_available_at,
        max(compared.informed_at) over last_7 as window_informed_at,
        max(compared.temp_c) over day_before as temp_lag1,
        max(compared.precip_mm) over day_before as precip_lag1,
        max(compared.is_hot) over day_before as was_hot_before,
        max(compared.is_hot) over two_before as was_hot_two_before
    from compared
    window
        last_7 as (
            partition by cell_id, decision_at
            order by day_number
            range between 6 preceding and current row
        ),
        day_before as (
            partition by cell_id, decision_at
            order by day_number
            range between 1 preceding and 1 preceding
        ),
        two_before as (
            partition by cell_id, decision_at
            order by day_number
            range between 2 preceding and 2 preceding
        )
),

known as (
    select
        ---------- ids
        windows.cell_id,

        ---------- times
        windows.decision_at,
        windows.decision_date,
        windows.local_date,
        windows.lead_days,
        windows.window_available_at as weather_available_at,
        windows.window_informed_at as weather_informed_at,

        ---------- measures
        windows.temp_c,
        windows.temp_max_c,
        windows.temp_min_c,
        windows.precip_mm,
        windows.humidity_mean,
        windows.snowfall_cm,
        windows.wind_gust_max_ms,
        windows.uv_index_max,
        windows.precip_prob_max,
        windows.temp_anomaly,
        windows.temp_z,
        windows.precip_anomaly,
        case when windows.n_temp_7 = 7 then windows.temp_7 end as temp_roll7,
        case when windows.n_precip_7 = 7 then windows.precip_7 end as precip_roll7,
        windows.temp_lag1,
        windows.precip_lag1,

        ---------- flags
        windows.temp_min_c < settings.freeze_below_c as freeze_flag,
        case
            when windows.is_hot is not null
                then windows.is_hot and windows.was_hot_before and windows.was_hot_two_before
        end as heatwave_flag,
        windows.snowfall_cm >= settings.snow_event_min_cm as snow_event_flag,
        windows.wind_gust_max_ms >= settings.high_wind_min_ms as high_wind_flag,
        windows.uv_index_max >= settings.uv_alert_min as uv_alert_flag,
        windows.precip_prob_max >= settings.high_precip_prob_min_pct as high_precip_prob_flag,

        ---------- quality
        windows.n_hours,
        windows.n_hours_predicted,
        case when windows.is_stub then 'stub' else 'openmeteo' end as source
    from windows
    cross join settings
    where windows.lead_days >= 0
)

select * from known
