-- What did the days before each day look like?
-- Grain: one row per cell, local date and observation type observed or forecast.
-- Period: the days of weather_anomalies.
-- Window: calendar days, never rows: 7 and 30 days back, the day before, runs of 3 hot days. With a
--   day missing it is null. A forecast's window takes observed days where no forecast row stands.
-- Source: weather_anomalies; heatwaves after ETCCDI's TX90p with a floor (settings.heatwave_min_c).
with

series as (
    select
        anomalies.*,
        anomalies.observation_type as series,
        true as is_wanted
    from weather_anomalies as anomalies
    where anomalies.observation_type in ('observed', 'forecast')
    union all
    select
        observed.*,
        'forecast' as series,
        false as is_wanted
    from weather_anomalies as observed
    left join weather_anomalies as forecast
        on
            observed.cell_id = forecast.cell_id
            and observed.local_date = forecast.local_date
            and forecast.observation_type = 'forecast'
    where
        observed.observation_type = 'observed'
        and forecast.cell_id is null
),

windows as (
    select
        series.*,
        count(series.temp_c) over last_7 as n_temp_7,
        avg(series.temp_c) over last_7 as temp_7,
        count(series.precip_mm) over last_7 as n_precip_7,
        avg(series.precip_mm) over last_7 as precip_7,
        count(series.precip_anomaly) over last_30 as n_precip_30,
        sum(series.precip_mm) over last_30 as precip_30,
        sum(series.precip_normal_mm) over last_30 as precip_normal_30,
        max(series.temp_c) over day_before as temp_lag1,
        max(series.precip_mm) over day_before as precip_lag1,
        max(series.temp_anomaly) over day_before as temp_anomaly_lag1,
        max(series.precip_anomaly) over day_before as precip_anomaly_lag1,
        max(series.is_hot) over two_before as was_hot_two_before,
        max(series.is_hot) over day_before as was_hot_before,
        max(series.is_hot) over day_after as is_hot_after,
        max(series.is_hot) over two_after as is_hot_two_after
    from series
    window
        last_7 as (
            partition by cell_id, series
            order by day_number
            range between 6 preceding and current row
        ),
        last_30 as (
            partition by cell_id, series
            order by day_number
            range between 29 preceding and current row
        ),
        two_before as (
            partition by cell_id, series
            order by day_number
            range between 2 preceding and 2 preceding
        ),
        day_before as (
            partition by cell_id, series
            order by day_number
            range between 1 preceding and 1 preceding
        ),
        day_after as (
            partition by cell_id, series
            order by day_number
            range between 1 following and 1 following
        ),
        two_after as (
            partition by cell_id, series
            order by day_number
            range between 2 following and 2 following
        )
),

looked_back as (
    select
        ---------- ids
        cell_id,
        observation_type,

        ---------- dates
        local_date,

        ---------- measures
        case
            when n_precip_30 = 30 then precip_30 / nullif(precip_normal_30, 0)
        end as precip_ratio_30d,
        case when n_temp_7 = 7 then temp_7 end as temp_roll7,
        case when n_precip_7 = 7 then precip_7 end as precip_roll7,
        temp_lag1,
        precip_lag1,
        temp_anomaly_lag1,
        precip_anomaly_lag1,

        ---------- flags
        -- Three-valued: a missing day leaves open what it would decide, and no more.
        case
            when is_hot is not null then is_hot and was_hot_before and was_hot_two_before
        end as heatwave_flag,
        case
            when is_hot is not null
                then
                    (is_hot and was_hot_before and was_hot_two_before)
                    or (is_hot and was_hot_before and is_hot_after)
                    or (is_hot and is_hot_after and is_hot_two_after)
        end as heatwave_event
    from windows
    where is_wanted
)

select * from looked_back
