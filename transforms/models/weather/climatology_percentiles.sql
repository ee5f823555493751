-- Where do the percentiles of temperature lie on each climatological day?
-- Grain: one row per grid cell and climatological day.
-- Period: the base of climatology_base.
-- Window: 31 days for the daily mean, 5 days for TX90p and TN10p, circular (settings).
-- Source: Hyndman and Fan (1996) type 8, as xclim's percentile_doy; ETCCDI for TX90p and TN10p.
with

observations as (
    select
        'mean' as quantity,
        grid_cell_id,
        calendar_day,
        temp_mean_c as temp_c
    from climatology_base
    union all
    select
        'max' as quantity,
        grid_cell_id,
        calendar_day,
        temp_max_c as temp_c
    from climatology_base
    union all
    select
        'min' as quantity,
        grid_cell_id,
        calendar_day,
        temp_min_c as temp_c
    from climatology_base
),

counted as (
    -- Counting equal values first keeps the 31-fold window small.
    select
        quantity,
        grid_cell_id,
        calendar_day,
        temp_c,
        count(*) as n_values
    from observations
    where temp_c is not null
    group by quantity, grid_cell_id, calendar_day, temp_c
),

pooled as (
    select
        counted.quantity,
        counted.grid_cell_id,
        calendar_windows.calendar_day,
        counted.temp_c,
        cast(sum(counted.n_values) as bigint) as n_values
    from counted
    inner join calendar_windows on counted.calendar_day = calendar_windows.neighbour_day
    cross join settings
    where
        calendar_windows.distance_days <= case
            when counted.quantity = 'mean' then settings.climatology_half_window_days
            else settings.extremes_half_window_days
        end
    group by
        counted.quantity, counted.grid_cell_id, calendar_windows.calendar_day, counted.temp_c
),

ranked as (
    select
        quantity,
        grid_cell_id,
        calendar_day,
        temp_c,
        n_values,
        sum(n_values) over (
            partition by quantity, grid_cell_id, calendar_day
            order by temp_c
            rows between unbounded preceding and current row
        ) as last_rank,
        sum(n_values) over (partition by quantity, grid_cell_id, calendar_day) as n_all
    from pooled
),

probabilities as (
    select
        'mean' as quantity,
        'p05' as label,
        cast(0.05 as double) as probability
    union all
    select
        'mean' as quantity,
        'p25' as label,
        cast(0.25 as double) as probability
    union all
    select
        'mean' as quantity,
        'p50' as label,
        cast(0.50 as double) as probability
    union all
    select
        'mean' as quantity,
        'p75' as label,
        cast(0.75 as double) as probability
    union all
    select
        'mean' as quantity,
        'p95' as label,
        cast(0.95 as double) as probability
    union all
    select
        'max' as quantity,
        'tx90' as label,
        cast(0.90 as double) as probability
    union all
    select
        'min' as quantity,
        'tn10' as label,
        cast(0.10 as double) as probability
),

placed as (
    -- Type 8 puts probability p at rank (n + 1/3) p + 1/3 of n sorted values.
    select
        ranked.*,
        probabilities.label,
        least(
            greatest(
                (ranked.n_all + cast(1 as double) / 3) * probabilities.probability
                + cast(1 as double) / 3,
                1
            ),
            ranked.n_all
        ) as wanted_rank
    from ranked
    inner join probabilities on ranked.quantity = probabilities.quantity
),

neighbours as (
    -- The values at the rank below and the rank above; one value may hold both.
    select
        grid_cell_id,
        calendar_day,
        label,
        max(wanted_rank - floor(wanted_rank)) as share,
        min(temp_c) as lower_c,
        max(temp_c) as upper_c
    from placed
    where last_rank >= floor(wanted_rank) and last_rank - n_values <= floor(wanted_rank)
    group by grid_cell_id, calendar_day, label
),

quantiles as (
    select
        grid_cell_id,
        calendar_day,
        label,
        lower_c + share * (upper_c - lower_c) as temp_c
    from neighbours
),

percentiles as (
    select
        ---------- ids
        grid_cell_id,
        calendar_day,

        ---------- measures
        max(case when label = 'p05' then temp_c end) as temp_p05_c,
        max(case when label = 'p25' then temp_c end) as temp_p25_c,
        max(case when label = 'p50' then temp_c end) as temp_p50_c,
        max(case when label = 'p75' then temp_c end) as temp_p75_c,
        max(case when label = 'p95' then temp_c end) as temp_p95_c,
        max(case when label = 'tx90' then temp_c end) as tx90_c,
        max(case when label = 'tn10' then temp_c end) as tn10_c
    from quantiles
    group by grid_cell_id, calendar_day
)

select * from percentiles
