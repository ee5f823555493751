-- What may sales of each cell and day rest on: weather, calendar, promotions, ads?
-- Grain: one row per mode, watched cell and local date.
-- Period: the days of cell_days.
-- Window: of the weather, see wx_asof and wx_explain.
-- Source: cell_days; mode `asof` with wx_asof, settings.feature_lead_days ahead, to forecast with;
--   mode `explain` with wx_explain, to explain what happened. Never fit on one and forecast by the
--   other.
with

days as (
    select * from cell_days
),

known as (
    select
        'asof' as mode,
        days.*,
        weather.decision_at,
        weather.weather_available_at,
        weather.temp_c,
        weather.temp_max_c,
        weather.temp_min_c,
        weather.precip_mm,
        weather.humidity_mean,
        weather.snowfall_cm,
        weather.wind_gust_max_ms,
        weather.uv_index_max,
        weather.temp_anomaly,
        weather.temp_z,
        weather.precip_anomaly,
        weather.temp_roll7,
        weather.precip_roll7,
        weather.temp_lag1,
        weather.precip_lag1,
        weather.freeze_flag,
        weather.heatwave_flag,
        weather.snow_event_flag,
        weather.high_wind_flag,
        weather.source = 'stub' as is_stub
    from days
    cross join settings
    left join wx_asof as weather
        on
            days.cell_id = weather.cell_id
            and days.local_date = weather.local_date
            and settings.feature_lead_days = weather.lead_days
),

explained as (
    select
        'explain' as mode,
        days.*,
        cast(null as timestamp with time zone) as decision_at,
        weather.weather_available_at,
        weather.temp_c,
        weather.temp_max_c,
        weather.temp_min_c,
        weather.precip_mm,
        weather.humidity_mean,
        weather.snowfall_cm,
        weather.wind_gust_max_ms,
        weather.uv_index_max,
        weather.temp_anomaly,
        weather.temp_z,
        weather.precip_anomaly,
        weather.temp_roll7,
        weather.precip_roll7,
        weather.temp_lag1,
        weather.precip_lag1,
        weather.freeze_flag,
        weather.heatwave_flag,
        weather.snow_event_flag,
        weather.high_wind_flag,
        weather.source = 'stub' as is_stub
    from days
    left join wx_explain as weather
        on
            days.cell_id = weather.cell_id
            and days.local_date = weather.local_date
),

both_modes as (
    select * from known
    union all
    select * from explained
),

matrix as (
    select
        ---------- ids
        mode,
        cell_id,

        ---------- dates
        local_date,
        -- 1970-01-01 was a Thursday; what engines call the first day of a week differs.
        day_number + 4 - 7 * cast(floor((day_number + 3) / 7) as bigint) as weekday,
        cast(dayofyear(local_date) as bigint) as day_of_year,
        decision_at,
        weather_available_at,

        ---------- orders
        orders,
        units_sold,
        orders_lag1,
        orders_lag7,

        ---------- money
        currency,
        gross_sales,
        net_sales,

        ---------- promotions
        campaigns,
        campaign_recipients,
        campaigns_lag1,

        ---------- ads
        google_spend,
        meta_spend,
        ad_clicks,
        ad_spend_lag1,

        ---------- weather
        temp_c,
        temp_max_c,
        temp_min_c,
        precip_mm,
        humidity_mean,
        snowfall_cm,
        wind_gust_max_ms,
        uv_index_max,
        temp_anomaly,
        temp_z,
        precip_anomaly,
        temp_roll7,
        precip_roll7,
        temp_lag1,
        precip_lag1,
        freeze_flag,
        heatwave_flag,
        snow_event_flag,
        high_wind_flag,

        ---------- quality
        temp_c is not null and precip_mm is not null as has_weather,
        coalesce(is_stub, false) as is_stub
    from both_modes
)

select * from matrix
