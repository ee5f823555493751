-- What was the weather of each local day really?
-- Grain: one row per cell and local date.
-- Period: the days of weather_daily that were observed.
-- Window: as weather_daily.
-- Source: weather_daily. To explain what happened, never to forecast: much of it was known days
--   later, and heatwave_event knows the days after.
with

observed as (
    select
        ---------- ids
        weather_daily.cell_id,
        weather_daily.geohash,

        ---------- dates
        weather_daily.local_date,
        weather_daily.timezone,
        weather_daily.as_of_utc as weather_available_at,

        ---------- measures
        weather_daily.temp_c,
        weather_daily.temp_max_c,
        weather_daily.temp_min_c,
        weather_daily.precip_mm,
        weather_daily.humidity_mean,
        weather_daily.snowfall_cm,
        weather_daily.wind_gust_max_ms,
        weather_daily.uv_index_max,
        weather_daily.temp_anomaly,
        weather_daily.precip_anomaly,
        weather_daily.temp_z,
        weather_daily.precip_ratio_30d,
        weather_daily.precip_pctl,
        weather_daily.temp_roll7,
        weather_daily.precip_roll7,
        weather_daily.temp_lag1,
        weather_daily.precip_lag1,

        ---------- flags
        weather_daily.freeze_flag,
        weather_daily.heatwave_flag,
        weather_daily.heatwave_event,
        weather_daily.snow_event_flag,
        weather_daily.high_wind_flag,
        weather_daily.uv_alert_flag,

        ---------- quality
        weather_daily.model = settings.climatology_model as is_final,
        weather_daily.source,
        weather_daily.model
    from weather_daily
    cross join settings
    where weather_daily.observation_type = 'observed'
)

select * from observed
