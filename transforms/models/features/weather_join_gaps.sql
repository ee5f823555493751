-- Which cells have orders without weather, and why?
-- Grain: one row per join mode, cell and reason.
-- Period: all orders held.
-- Window: none.
-- Source: weather_join.
with

gaps as (
    select
        ---------- ids
        join_mode,
        coalesce(cell_id, 'UNKNOWN') as cell_id,
        join_status,

        ---------- counts
        count(*) as orders,

        ---------- times
        min(order_date) as first_order_date,
        max(order_date) as last_order_date
    from weather_join
    where join_status <> 'joined'
    group by join_mode, coalesce(cell_id, 'UNKNOWN'), join_status
)

select * from gaps
