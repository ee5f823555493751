-- How have the connectors done?
-- Grain: one row per connector.
-- Period: all runs held.
-- Window: none.
-- Source: stg_openmeteo__connector_runs.
with

runs as (
    select * from stg_openmeteo__connector_runs
),

ordered as (
    select
        runs.*,
        row_number() over (
            partition by runs.connector
            order by runs.started_at desc, runs.run_id desc
        ) as nth_newest
    from runs
),

health as (
    select
        ---------- ids
        connector,

        ---------- newest run
        max(case when nth_newest = 1 then connector_version end) as connector_version,
        max(case when nth_newest = 1 then run_id end) as last_run_id,
        max(started_at) as last_started_at,
        max(case when nth_newest = 1 then finished_at end) as last_finished_at,
        max(case when nth_newest = 1 and is_success then 1 else 0 end) = 1 as last_success,
        max(case when nth_newest = 1 then exit_code end) as last_exit_code,
        max(case when nth_newest = 1 then error_class end) as last_error_class,

        ---------- all runs
        max(case when is_success then finished_at end) as last_success_at,
        count(*) as runs,
        cast(sum(case when is_success then 1 else 0 end) as bigint) as successes,
        cast(sum(case when is_success then 1 else 0 end) as double) / count(*) as success_rate,
        cast(sum(requests) as bigint) as requests,
        cast(sum(retries) as bigint) as retries,
        cast(sum(waits) as bigint) as waits,
        sum(wait_seconds) as wait_seconds,
        cast(sum(throttles) as bigint) as throttles,
        sum(calls) as calls,
        cast(sum(rows) as bigint) as rows,
        cast(sum(quarantines) as bigint) as quarantines,
        cast(sum(case when is_stub then 1 else 0 end) as bigint) as stub_runs
    from ordered
    group by connector
)

select * from health
