-- Since when was each value of each hour known, and when did a newer one replace it?
-- Grain: one row per cell, hour label and moment of becoming known.
-- Period: all hours held.
-- Window: known from available_at until superseded_at; null stands for "still".
-- Source: stg_openmeteo__weather_hourly: observed, recent, forecast and previous runs. A value
--   speaks as of informed_at: a forecast as of its run, an observation as of its own hour.
with

cells as (
    select
        cell_id,
        timezone
    from stg_openmeteo__cells
),

dated as (
    select
        hourly.*,
        cells.timezone,
        cast(hourly.valid_at at time zone cells.timezone as date) as label_date,
        cast((hourly.valid_at - interval 1 hour) at time zone cells.timezone as date)
            as interval_date,
        case
            when hourly.stream = 'forecast' then hourly.issued_at
            when hourly.stream = 'previous_runs'
                then hourly.valid_at - hourly.lead_days * interval 24 hour
            else hourly.valid_at
        end as informed_at
    from stg_openmeteo__weather_hourly as hourly
    inner join cells on hourly.cell_id = cells.cell_id
    where hourly.as_of_utc is not null
),

newest as (
    -- What became known at the same moment: the newest run speaks.
    select * from dated
    qualify
        row_number() over (
            partition by cell_id, valid_at, as_of_utc
            order by informed_at desc, stream asc, model asc
        ) = 1
),

known as (
    select
        ---------- ids
        cell_id,
        stream,
        model,

        ---------- times
        valid_at,
        label_date,
        interval_date,
        timezone,
        as_of_utc as available_at,
        lead(as_of_utc) over (partition by cell_id, valid_at order by as_of_utc)
            as superseded_at,
        informed_at,

        ---------- measures
        temp_c,
        humidity_pct,
        precip_mm,
        snowfall_cm,
        wind_gust_ms,
        uv_index,
        precip_prob_pct,

        ---------- quality
        stream in ('forecast', 'previous_runs') as is_predicted,
        is_stub
    from newest
)

select * from known
