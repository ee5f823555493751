-- How did each run of the tap end?
-- Grain: one row per run that has ended.
-- Period: all runs held.
-- Window: none.
-- Source: raw.googleads__connector_runs, the last stream of every run of a tap.
with

newest as (
    select * from raw.googleads__connector_runs
    where success is not null
    qualify row_number() over (partition by run_id order by _sdc_sequence desc) = 1
),

runs as (
    select
        ---------- ids
        run_id,
        connector,
        connector_version,

        ---------- times
        started_at,
        finished_at,

        ---------- outcome
        success as is_success,
        exit_code,
        error_class,

        ---------- counts
        requests,
        retries,
        waits,
        wait_seconds,
        throttles,
        calls,
        rows,
        quarantines,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from runs
