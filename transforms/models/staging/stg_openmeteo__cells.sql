-- Which places do we watch, and which grid point and time zone does each have?
-- Grain: one row per cell.
-- Period: now; the newest row of a cell counts.
-- Window: none.
-- Source: raw.openmeteo__cells (settings, a file, or the lake's shipping cells).
with

newest as (
    select * from raw.openmeteo__cells
    qualify row_number() over (partition by cell_id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        cell_id,
        grid_cell_id,
        cell_id as geohash,

        ---------- text
        name,
        country_code,
        timezone,

        ---------- numerics
        latitude,
        longitude,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
