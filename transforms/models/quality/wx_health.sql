-- How complete and how fresh is the weather we hold?
-- Grain: one row per source stream.
-- Period: all hours held, after staging.
-- Window: none.
-- Source: stg_openmeteo__weather_hourly, stg_openmeteo__weather_daily_history.
with

hourly as (
    select
        'weather_hourly_' || stream as stream,
        cell_id as place,
        valid_at,
        as_of_utc,
        temp_c,
        precip_mm,
        dq_clamped,
        dq_quarantined,
        is_stub
    from stg_openmeteo__weather_hourly
),

history as (
    select
        'weather_daily_history' as stream,
        grid_cell_id as place,
        cast(observed_on as timestamp with time zone) as valid_at,
        cast(null as timestamp with time zone) as as_of_utc,
        temp_mean_c as temp_c,
        precip_mm,
        dq_clamped,
        dq_quarantined,
        is_stub
    from stg_openmeteo__weather_daily_history
),

all_rows as (
    select * from hourly
    union all
    select * from history
),

health as (
    select
        ---------- ids
        stream,

        ---------- times
        min(valid_at) as first_time,
        max(valid_at) as last_time,
        max(as_of_utc) as last_as_of_utc,

        ---------- counts
        count(*) as rows,
        count(distinct place) as places,
        cast(sum(case when is_stub then 1 else 0 end) as bigint) as stub_rows,
        cast(sum(case when dq_clamped then 1 else 0 end) as bigint) as clamped_rows,
        cast(sum(case when dq_quarantined then 1 else 0 end) as bigint) as quarantined_rows,

        ---------- shares
        cast(count(*) - count(temp_c) as double) / count(*) as null_share_temp,
        cast(count(*) - count(precip_mm) as double) / count(*) as null_share_precip,
        cast(2 * count(*) - count(temp_c) - count(precip_mm) as double) / (2 * count(*))
            as null_share
    from all_rows
    group by stream
)

select * from health
