-- What did each stream say about each hour, once, with impossible values taken out?
-- Grain: one row per stream, cell, hour label, model, issue and lead.
-- Period: all that was fetched up to settings.as_of_utc.
-- Window: precipitation, snowfall, gusts and probability speak of the hour before their label.
-- Source: raw.openmeteo__weather_hourly_*. ERA5 knows -4.5e-05 mm, the live API -3276.8 mm.
with

fetched as (
    select
        'observed' as stream,
        observed.*
    from raw.openmeteo__weather_hourly_observed as observed
    union all
    select
        'recent' as stream,
        recent.*
    from raw.openmeteo__weather_hourly_recent as recent
    union all
    select
        'forecast' as stream,
        forecast.*
    from raw.openmeteo__weather_hourly_forecast as forecast
    union all
    select
        'previous_runs' as stream,
        previous.*
    from raw.openmeteo__weather_hourly_previous_runs as previous
),

newest as (
    select * from fetched
    qualify
        row_number() over (
            partition by stream, cell_id, time, model, issued_at, lead_days
            order by _sdc_sequence desc
        ) = 1
),

known as (
    select newest.*
    from newest
    cross join settings
    where
        -- Replays see what had been issued and fetched by then, and nothing later.
        coalesce(greatest(newest.as_of, newest.issued_at) <= settings.as_of_utc, true)
        -- Hours past the moment of fetching are no observations, whatever stream they came in.
        and (
            newest.stream in ('forecast', 'previous_runs')
            or coalesce(newest.time <= newest.as_of, true)
        )
),

judged as (
    select
        known.*,
        known.temperature_2m not between settings.temp_lowest_c and settings.temp_highest_c
            as is_temp_wrong,
        known.relative_humidity_2m not between 0 and 100 as is_humidity_wrong,
        known.precipitation < -settings.precip_clamp_mm
        or known.precipitation > settings.precip_max_mm as is_precip_wrong,
        known.snowfall < -settings.precip_clamp_mm
        or known.snowfall > settings.precip_max_mm as is_snowfall_wrong,
        known.wind_gusts_10m not between 0 and settings.gust_max_ms as is_gust_wrong,
        known.uv_index not between 0 and settings.uv_max as is_uv_wrong,
        known.precipitation_probability not between 0 and 100 as is_probability_wrong
    from known
    cross join settings
),

cleaned as (
    select
        ---------- ids
        stream,
        cell_id,
        model,

        ---------- times
        time as valid_at,
        issued_at,
        lead_days,
        as_of as as_of_utc,

        ---------- measures
        case when not is_temp_wrong then temperature_2m end as temp_c,
        case when not is_humidity_wrong then relative_humidity_2m end as humidity_pct,
        case when not is_precip_wrong then greatest(precipitation, 0) end as precip_mm,
        case when not is_snowfall_wrong then greatest(snowfall, 0) end as snowfall_cm,
        case when not is_gust_wrong then wind_gusts_10m end as wind_gust_ms,
        case when not is_uv_wrong then uv_index end as uv_index,
        case when not is_probability_wrong then precipitation_probability end as precip_prob_pct,

        ---------- quality
        coalesce(precipitation < 0 and not is_precip_wrong, false)
        or coalesce(snowfall < 0 and not is_snowfall_wrong, false) as dq_clamped,
        coalesce(is_temp_wrong, false) or coalesce(is_humidity_wrong, false)
        or coalesce(is_precip_wrong, false) or coalesce(is_snowfall_wrong, false)
        or coalesce(is_gust_wrong, false) or coalesce(is_uv_wrong, false)
        or coalesce(is_probability_wrong, false) as dq_quarantined,
        coalesce(_wv_source = 'stub', false) as is_stub
    from judged
)

select * from cleaned
