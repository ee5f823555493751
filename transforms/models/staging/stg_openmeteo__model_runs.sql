-- When was each forecast model started, and when could its output be had?
-- Grain: one row per model and run.
-- Period: every run seen while fetching.
-- Window: none.
-- Source: raw.openmeteo__model_runs (Open-Meteo's meta.json of each model).
with

newest as (
    select * from raw.openmeteo__model_runs
    qualify row_number() over (partition by model, issued_at order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        model,

        ---------- times
        issued_at,
        available_at,
        modified_at,
        update_interval_seconds,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
