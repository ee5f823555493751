"""What people did after `insights_hourly_audience`, by kind of action and window.

https://developers.facebook.com/docs/marketing-api/reference/ads-action-stats
"""

from __future__ import annotations

from tap_metaads.insights.actions import action_columns, action_keys
from tap_metaads.insights.stream import ActionsStream
from tap_metaads.streams.insights_hourly_audience import InsightsHourlyAudienceStream


class InsightsHourlyAudienceActionsStream(ActionsStream):
    """One record a day and action of a row there, by metric, kind and window."""

    name = "insights_hourly_audience_actions"
    of = InsightsHourlyAudienceStream
    level = of.level
    breakdowns = of.breakdowns
    primary_keys = action_keys(level, *breakdowns)
    schema = action_columns(level, *breakdowns)
