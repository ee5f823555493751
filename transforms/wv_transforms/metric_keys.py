"""The key of every metric.

Generated: change schemas/metrics.yaml and run `make schemas`.
"""
# ruff: noqa: E501 - sentences stand here as the dictionary has them.

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from wv_transforms.metric import Metric, NullRule

if TYPE_CHECKING:
    from collections.abc import Mapping


class MetricKey(StrEnum):
    """What a number is called."""

    CONNECTOR_SUCCESS_RATE = "connector_success_rate"
    """Share of a connector's ended runs that succeeded."""
    CONNECTOR_RETRY_SHARE = "connector_retry_share"
    """Requests that had to be sent again, over all requests."""
    CONNECTOR_ROWS = "connector_rows"
    """Records that connectors have written, over all their runs."""
    WEATHER_MISSING_SHARE = "weather_missing_share"
    """Share of weather rows without temperature or precipitation."""
    WEATHER_STUB_SHARE = "weather_stub_share"
    """Share of weather rows that come from the sandbox, not from the source."""
    WEATHER_TEMP_ANOMALY_MEAN = "weather_temp_anomaly_mean"
    """Mean of daily temperature less the normal of the calendar day."""


METRICS: Final[Mapping[MetricKey, Metric]] = {
    MetricKey.CONNECTOR_SUCCESS_RATE: Metric(
        key=MetricKey.CONNECTOR_SUCCESS_RATE,
        name="Connector success rate",
        description="Share of a connector's ended runs that succeeded.",
        model="connector_health",
        expression="sum(successes) / nullif(sum(runs), 0)",
        grain=("connector",),
        unit="1",
        null_rule=NullRule.UNKNOWN,
        owner="quality",
    ),
    MetricKey.CONNECTOR_RETRY_SHARE: Metric(
        key=MetricKey.CONNECTOR_RETRY_SHARE,
        name="Connector retry share",
        description="Requests that had to be sent again, over all requests.",
        model="connector_health",
        expression="sum(retries) / nullif(sum(requests), 0)",
        grain=("connector",),
        unit="1",
        null_rule=NullRule.UNKNOWN,
        owner="quality",
    ),
    MetricKey.CONNECTOR_ROWS: Metric(
        key=MetricKey.CONNECTOR_ROWS,
        name="Rows written by connectors",
        description="Records that connectors have written, over all their runs.",
        model="connector_health",
        expression='coalesce(sum("rows"), 0)',
        grain=("connector",),
        unit="1",
        null_rule=NullRule.ZERO,
        owner="quality",
    ),
    MetricKey.WEATHER_MISSING_SHARE: Metric(
        key=MetricKey.WEATHER_MISSING_SHARE,
        name="Missing weather",
        description="Share of weather rows without temperature or precipitation.",
        model="wx_health",
        expression='sum(null_share * "rows") / nullif(sum("rows"), 0)',
        grain=("stream",),
        unit="1",
        null_rule=NullRule.UNKNOWN,
        owner="quality",
    ),
    MetricKey.WEATHER_STUB_SHARE: Metric(
        key=MetricKey.WEATHER_STUB_SHARE,
        name="Weather from the sandbox",
        description="Share of weather rows that come from the sandbox, not from the source.",
        model="wx_health",
        expression='sum(stub_rows) / nullif(sum("rows"), 0)',
        grain=("stream",),
        unit="1",
        null_rule=NullRule.UNKNOWN,
        owner="quality",
    ),
    MetricKey.WEATHER_TEMP_ANOMALY_MEAN: Metric(
        key=MetricKey.WEATHER_TEMP_ANOMALY_MEAN,
        name="Mean temperature anomaly",
        description="Mean of daily temperature less the normal of the calendar day.",
        model="weather_daily",
        expression="avg(temp_anomaly)",
        grain=(
            "cell_id",
            "local_date",
            "observation_type",
        ),
        unit="°C",
        null_rule=NullRule.UNKNOWN,
        owner="weather",
    ),
}
"""Every metric by its key."""
