-- Which weather belongs to each order: as it was, and as it was known before the order?
-- Grain: one row per shipped order and join mode.
-- Period: all orders held.
-- Window: the local day of the order at the place it goes to.
-- Source: order_cells; wx_explain for mode `explain`; wx_asof for mode `asof`, as known at the last
--   decision before the order. Orders without weather stay, with the reason.
with

orders as (
    select
        orders.order_id,
        orders.cell_id,
        orders.ordered_at,
        orders.order_date,
        orders.is_stub,
        watched.cell_id is not null as is_watched,
        cast(orders.ordered_at at time zone watched.timezone as date) as local_date
    from order_cells as orders
    left join stg_openmeteo__cells as watched on orders.cell_id = watched.cell_id
    where orders.shipment = 'physical'
),

explained as (
    select
        orders.*,
        'explain' as join_mode,
        cast(null as timestamp with time zone) as decision_at,
        cast(null as bigint) as lead_days,
        weather.weather_available_at,
        weather.temp_c,
        weather.precip_mm,
        weather.snowfall_cm,
        weather.wind_gust_max_ms,
        weather.uv_index_max,
        weather.temp_anomaly,
        weather.temp_z,
        weather.precip_anomaly,
        weather.temp_roll7,
        weather.precip_roll7,
        weather.freeze_flag,
        weather.heatwave_flag,
        weather.snow_event_flag,
        weather.high_wind_flag
    from orders
    left join wx_explain as weather
        on
            orders.cell_id = weather.cell_id
            and orders.local_date = weather.local_date
),

decided as (
    select
        orders.*,
        'asof' as join_mode,
        weather.decision_at,
        weather.lead_days,
        weather.weather_available_at,
        weather.temp_c,
        weather.precip_mm,
        weather.snowfall_cm,
        weather.wind_gust_max_ms,
        weather.uv_index_max,
        weather.temp_anomaly,
        weather.temp_z,
        weather.precip_anomaly,
        weather.temp_roll7,
        weather.precip_roll7,
        weather.freeze_flag,
        weather.heatwave_flag,
        weather.snow_event_flag,
        weather.high_wind_flag
    from orders
    left join wx_asof as weather
        on
            orders.cell_id = weather.cell_id
            and orders.local_date = weather.local_date
            and orders.ordered_at >= weather.decision_at
    qualify
        row_number() over (
            partition by orders.order_id order by weather.decision_at desc nulls last
        ) = 1
),

both_modes as (
    select * from explained
    union all
    select * from decided
),

joined as (
    select
        ---------- ids
        order_id,
        join_mode,
        cell_id,

        ---------- times
        ordered_at,
        order_date,
        local_date,
        decision_at,
        lead_days,
        weather_available_at,

        ---------- measures
        temp_c,
        precip_mm,
        snowfall_cm,
        wind_gust_max_ms,
        uv_index_max,
        temp_anomaly,
        temp_z,
        precip_anomaly,
        temp_roll7,
        precip_roll7,

        ---------- flags
        freeze_flag,
        heatwave_flag,
        snow_event_flag,
        high_wind_flag,

        ---------- quality
        case
            when cell_id is null then 'no_place'
            when not is_watched then 'not_watched'
            when temp_c is null and precip_mm is null then 'no_weather'
            when temp_c is null or precip_mm is null then 'partial'
            else 'joined'
        end as join_status,
        is_stub
    from both_modes
)

select * from joined
