-- How many of the orders that are shipped have a place, and is that enough?
-- Grain: one row per scope, day and country: `day` each day and country; `country` and `tenant` the
--   last settings.geocoding_window_days days, whose last day the row bears.
-- Period: the days with orders.
-- Window: settings.geocoding_window_days for the scopes country and tenant.
-- Source: order_cells; Wilson's interval (1927) says what a ratio of few orders is worth.
with

newest as (
    select max(order_date) as last_date
    from order_cells
),

scoped as (
    select
        'day' as scope,
        orders.order_date,
        orders.country_code,
        orders.shipment,
        orders.cell_id,
        orders.geo_tag,
        orders.quarantine_reason
    from order_cells as orders
    union all
    select
        'country' as scope,
        newest.last_date as order_date,
        orders.country_code,
        orders.shipment,
        orders.cell_id,
        orders.geo_tag,
        orders.quarantine_reason
    from order_cells as orders
    cross join newest
    cross join settings
    where date_diff('day', orders.order_date, newest.last_date) < settings.geocoding_window_days
    union all
    select
        'tenant' as scope,
        newest.last_date as order_date,
        'ALL' as country_code,
        orders.shipment,
        orders.cell_id,
        orders.geo_tag,
        orders.quarantine_reason
    from order_cells as orders
    cross join newest
    cross join settings
    where date_diff('day', orders.order_date, newest.last_date) < settings.geocoding_window_days
),

counted as (
    select
        scope,
        order_date,
        country_code,
        count(*) as orders,
        count(case when shipment = 'digital' then 1 end) as digital_orders,
        count(case when shipment = 'no_address' then 1 end) as no_address_orders,
        count(case when shipment = 'physical' then 1 end) as physical_orders,
        count(case when shipment = 'physical' then cell_id end) as geocoded_orders,
        count(case when geo_tag = 'geo.partial' then 1 end) as partial_orders,
        count(case when geo_tag = 'geo.missing' then 1 end) as missing_orders,
        count(case when shipment = 'physical' then quarantine_reason end) as quarantined_orders
    from scoped
    group by scope, order_date, country_code
),

shares as (
    select
        counted.*,
        nullif(cast(counted.physical_orders as double), 0) as n,
        cast(counted.geocoded_orders as double) / nullif(counted.physical_orders, 0) as ratio,
        settings.geocoding_z * settings.geocoding_z as z2
    from counted
    cross join settings
),

bounded as (
    select
        shares.*,
        (shares.ratio + shares.z2 / (2 * shares.n)) / (1 + shares.z2 / shares.n) as middle,
        sqrt(
            shares.z2 * shares.ratio * (1 - shares.ratio) / shares.n
            + shares.z2 * shares.z2 / (4 * shares.n * shares.n)
        ) / (1 + shares.z2 / shares.n) as reach
    from shares
),

rated as (
    select
        ---------- ids
        bounded.scope,
        bounded.order_date,
        bounded.country_code,

        ---------- counts
        bounded.orders,
        bounded.digital_orders,
        bounded.no_address_orders,
        bounded.physical_orders,
        bounded.geocoded_orders,
        bounded.partial_orders,
        bounded.missing_orders,
        bounded.quarantined_orders,

        ---------- shares
        bounded.ratio as geocoded_ratio,
        greatest(bounded.middle - bounded.reach, 0) as geocoded_ratio_lower,
        least(bounded.middle + bounded.reach, 1) as geocoded_ratio_upper,

        ---------- verdict
        case
            when bounded.physical_orders = 0 then null
            when bounded.geocoded_orders = 0 then 'geo.missing'
            when bounded.ratio < settings.geocoding_min_ratio then 'geo.partial'
        end as geo_tag,
        case
            when bounded.physical_orders = 0 then 'insufficient'
            when bounded.middle + bounded.reach < settings.geocoding_critical_ratio then 'critical'
            when bounded.ratio >= settings.geocoding_warn_ratio then 'ok'
            when bounded.physical_orders < settings.geocoding_min_orders then 'insufficient'
            when bounded.ratio < settings.geocoding_critical_ratio then 'critical'
            else 'warning'
        end as severity
    from bounded
    cross join settings
)

select * from rated
