-- Which places does Google Ads know, and what do they lie in?
-- Grain: one row per place.
-- Period: now; the newest row of a place counts.
-- Window: none.
-- Source: raw.googleads__geo_target_constants. The parent's number may be wrong, after Google; the
--   canonical name tells what a place lies in: `Munich,Bavaria,Germany`.
with

newest as (
    select * from raw.googleads__geo_target_constants
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        id as geo_target_id,

        ---------- names
        name,
        canonical_name,
        country_code,
        lower(target_type) as target_type,
        status,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
