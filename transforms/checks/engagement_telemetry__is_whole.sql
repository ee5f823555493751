-- Marketing wants average_engagement_rate and top_engagement_confidence_level; one is missing.
-- Severity: V3
-- Next: update tap-klaviyo and run it: without opens and clicks average_engagement_rate is unknown.
select
    channel,
    campaigns,
    average_engagement_rate,
    top_engagement_confidence_level
from engagement_telemetry
where average_engagement_rate is null or top_engagement_confidence_level is null
