-- What was the weather of each local day, how unusual was it, and what did it threaten?
-- Grain: one row per cell, local date and observation type.
-- Period: from a cell's first day with data to the end of its forecast.
-- Window: local days; normals over 31 days of 1991 to 2020; trailing windows in calendar days.
-- Source: Open-Meteo (ERA5 and forecasts); contract in schemas/weather_daily.schema.json.
with

days as (
    select * from weather_days
),

anomalies as (
    select * from weather_anomalies
),

looked_back as (
    select * from weather_trailing
),

weather as (
    select
        ---------- dates
        cast(days.utc_datetime + interval '12 hours' as date) as date,
        days.local_date,
        days.local_datetime,
        days.utc_datetime,
        days.timezone,

        ---------- ids
        days.geohash,

        ---------- measures
        days.temp_c,
        days.temp_max_c,
        days.temp_min_c,
        days.precip_mm,
        days.humidity_mean,
        days.snowfall_cm,
        days.wind_gust_max_ms,
        days.uv_index_max,
        days.precip_prob_max,
        anomalies.temp_anomaly,
        anomalies.precip_anomaly,
        anomalies.temp_z,
        looked_back.precip_ratio_30d,
        anomalies.precip_pctl,
        looked_back.temp_roll7,
        looked_back.precip_roll7,
        looked_back.temp_lag1,
        looked_back.precip_lag1,
        looked_back.temp_anomaly_lag1,
        looked_back.precip_anomaly_lag1,

        ---------- flags
        days.temp_min_c < settings.freeze_below_c as freeze_flag,
        looked_back.heatwave_flag,
        looked_back.heatwave_event,
        days.snowfall_cm >= settings.snow_event_min_cm as snow_event_flag,
        days.wind_gust_max_ms >= settings.high_wind_min_ms as high_wind_flag,
        days.uv_index_max >= settings.uv_alert_min as uv_alert_flag,
        days.precip_prob_max >= settings.high_precip_prob_min_pct as high_precip_prob_flag,

        ---------- origin
        days.observation_type,
        days.as_of_utc,
        days.source,
        days.model,

        ---------- quality
        days.cell_id,
        days.grid_cell_id,
        days.n_hours,
        anomalies.quality
    from days
    cross join settings
    inner join anomalies
        on
            days.cell_id = anomalies.cell_id
            and days.local_date = anomalies.local_date
            and days.observation_type = anomalies.observation_type
    left join looked_back
        on
            days.cell_id = looked_back.cell_id
            and days.local_date = looked_back.local_date
            and days.observation_type = looked_back.observation_type
)

select * from weather
