-- Which coordinates were set aside, and why?
-- Grain: one row per day, country and reason.
-- Period: the days with such orders.
-- Window: none.
-- Source: order_cells. Nothing is put right silently: raw rows keep what came, the place stays
--   unknown unless a geocoder finds it by postcode or town.
with

reasons as (
    select
        ---------- ids
        order_date,
        country_code,
        quarantine_reason as reason,

        ---------- counts
        count(*) as orders,
        count(cell_id) as relocated_orders
    from order_cells
    where
        shipment = 'physical'
        and quarantine_reason is not null
    group by order_date, country_code, quarantine_reason
)

select * from reasons
