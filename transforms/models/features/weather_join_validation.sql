-- How many orders have weather, and may one forecast with it?
-- Grain: one row per join mode.
-- Period: all orders held.
-- Window: the last settings.geocoding_window_days decide on severity.
-- Source: weather_join. The ratio's denominator are shipped orders, those without a place included.
with

newest as (
    select max(order_date) as last_date
    from weather_join
),

dated as (
    select
        weather_join.*,
        date_diff('day', weather_join.order_date, newest.last_date)
        < settings.geocoding_window_days as is_recent
    from weather_join
    cross join newest
    cross join settings
),

counted as (
    select
        join_mode,
        count(*) as orders,
        count(case when is_recent then 1 end) as recent_orders,
        count(case when is_recent and join_status = 'joined' then 1 end) as recent_joined,
        count(cell_id) as orders_with_place,
        count(case when join_status = 'joined' then 1 end) as orders_joined,
        count(case when join_status = 'partial' then 1 end) as orders_partial,
        count(case when join_status = 'no_weather' then 1 end) as orders_no_weather,
        count(case when join_status = 'not_watched' then 1 end) as orders_not_watched,
        count(distinct cell_id) as cells,
        count(distinct case when join_status in ('joined', 'partial') then cell_id end)
            as cells_with_weather,
        count(
            case
                when weather_available_at > decision_at or decision_at > ordered_at then 1
            end
        ) as orders_leaked,
        min(ordered_at) as first_ordered_at,
        max(ordered_at) as last_ordered_at
    from dated
    group by join_mode
),

shares as (
    select
        counted.*,
        cast(counted.orders_joined as double) / counted.orders as weather_ratio,
        cast(counted.recent_joined as double) / nullif(counted.recent_orders, 0)
            as recent_weather_ratio
    from counted
),

validated as (
    select
        ---------- ids
        shares.join_mode,

        ---------- counts
        shares.orders,
        shares.orders_with_place,
        shares.orders_joined,
        shares.orders_partial,
        shares.orders_no_weather,
        shares.orders_not_watched,
        shares.cells,
        shares.cells - shares.cells_with_weather as cells_without_weather,
        shares.orders_leaked,
        shares.weather_ratio,
        shares.recent_orders,
        shares.recent_weather_ratio,

        ---------- times
        shares.first_ordered_at,
        shares.last_ordered_at,

        ---------- verdict
        case
            when shares.join_mode = 'explain' then 'explain_only'
            when shares.orders_leaked > 0 then 'failed'
            else 'passed'
        end as guardrail_status,
        case
            when shares.recent_orders < settings.geocoding_min_orders then 'insufficient'
            when shares.recent_weather_ratio >= settings.geocoding_warn_ratio then 'ok'
            when shares.recent_weather_ratio < settings.geocoding_critical_ratio then 'critical'
            else 'warning'
        end as severity
    from shares
    cross join settings
)

select * from validated
