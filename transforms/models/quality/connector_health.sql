-- How have the connectors done, and how sure is that?
-- Grain: one row per connector.
-- Period: all runs held.
-- Window: the last health_runs runs, for the share that succeeds and its confidence.
-- Source: stg_<source>__connector_runs; Wilson's interval (E. B. Wilson, 1927).
with

runs as (
    select * from stg_openmeteo__connector_runs
    union all
    select * from stg_shopify__connector_runs
    union all
    select * from stg_klaviyo__connector_runs
    union all
    select * from stg_metaads__connector_runs
    union all
    select * from stg_googleads__connector_runs
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

windowed as (
    select
        ordered.*,
        ordered.nth_newest <= settings.health_runs as is_recent
    from ordered
    cross join settings
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
        round(sum(wait_seconds), 6) as wait_seconds,
        cast(sum(throttles) as bigint) as throttles,
        sum(calls) as calls,
        cast(sum(rows) as bigint) as rows,
        cast(sum(quarantines) as bigint) as quarantines,
        cast(sum(case when is_stub then 1 else 0 end) as bigint) as stub_runs,

        ---------- last runs
        cast(sum(case when is_recent then 1 else 0 end) as bigint) as recent_runs,
        cast(sum(case when is_recent and is_success then 1 else 0 end) as bigint)
            as recent_successes
    from windowed
    group by connector
),

bounded as (
    select
        health.*,
        cast(health.recent_successes as double) / health.recent_runs as recent_success_rate,
        case
            when health.recent_successes = 0 then 0.0
            else (
                health.recent_successes + power(settings.health_z, 2) / 2
                - settings.health_z * sqrt(
                    cast(health.recent_successes as double)
                    * (health.recent_runs - health.recent_successes) / health.recent_runs
                    + power(settings.health_z, 2) / 4
                )
            ) / (health.recent_runs + power(settings.health_z, 2))
        end as success_rate_lower
    from health
    cross join settings
),

labelled as (
    select
        bounded.*,
        case
            when bounded.recent_runs < settings.health_min_runs then 'unknown'
            when bounded.success_rate_lower >= settings.health_high then 'high'
            when bounded.success_rate_lower >= settings.health_medium then 'medium'
            else 'low'
        end as confidence
    from bounded
    cross join settings
)

select * from labelled
