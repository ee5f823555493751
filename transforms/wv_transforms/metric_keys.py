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
    SALES_GROSS_TOTAL = "sales_gross_total"
    """What was sold before discounts and returns, by the ledger."""
    SALES_NET_TOTAL = "sales_net_total"
    """Gross sales less discounts and returns, by the ledger."""
    SALES_ORDER_TOTAL = "sales_order_total"
    """Orders that sold something."""
    SALES_PER_ORDER = "sales_per_order"
    """Net sales over the orders that sold something."""
    SALES_RETURNED_SHARE = "sales_returned_share"
    """Units that came back, over units sold."""
    CASH_NET_TOTAL = "cash_net_total"
    """Payments received less refunds paid, when the money moved."""
    ORDERS_RECONCILED_SHARE = "orders_reconciled_share"
    """Share of orders whose ledger, fields and payments agree."""
    ORDERS_FULFILLED_SHARE = "orders_fulfilled_share"
    """Share of the orders to ship that are shipped."""
    AVERAGE_ENGAGEMENT_RATE = "average_engagement_rate"
    """Recipients who engaged, over messages delivered."""
    ADS_SPEND_TOTAL = "ads_spend_total"
    """What campaigns cost, over Meta and Google."""
    ADS_VALUE_PER_SPEND = "ads_value_per_spend"
    """Value of conversions over spend, as the platforms count them."""
    ADS_CLICK_SHARE = "ads_click_share"
    """Clicks over impressions."""
    ORDERS_GEOCODED_SHARE = "orders_geocoded_share"
    """Share of shipped orders whose address has a place."""


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
    MetricKey.SALES_GROSS_TOTAL: Metric(
        key=MetricKey.SALES_GROSS_TOTAL,
        name="Gross sales",
        description="What was sold before discounts and returns, by the ledger.",
        model="sales_daily",
        expression="coalesce(sum(gross_sales), 0)",
        grain=(
            "sold_on",
            "currency",
        ),
        unit="currency",
        null_rule=NullRule.ZERO,
        owner="shop",
    ),
    MetricKey.SALES_NET_TOTAL: Metric(
        key=MetricKey.SALES_NET_TOTAL,
        name="Net sales",
        description="Gross sales less discounts and returns, by the ledger.",
        model="sales_daily",
        expression="coalesce(sum(net_sales), 0)",
        grain=(
            "sold_on",
            "currency",
        ),
        unit="currency",
        null_rule=NullRule.ZERO,
        owner="shop",
    ),
    MetricKey.SALES_ORDER_TOTAL: Metric(
        key=MetricKey.SALES_ORDER_TOTAL,
        name="Orders",
        description="Orders that sold something.",
        model="sales_daily",
        expression="coalesce(sum(orders), 0)",
        grain=(
            "sold_on",
            "currency",
        ),
        unit="1",
        null_rule=NullRule.ZERO,
        owner="shop",
    ),
    MetricKey.SALES_PER_ORDER: Metric(
        key=MetricKey.SALES_PER_ORDER,
        name="Net sales an order",
        description="Net sales over the orders that sold something.",
        model="sales_daily",
        expression="sum(net_sales) / nullif(sum(orders), 0)",
        grain=(
            "sold_on",
            "currency",
        ),
        unit="currency",
        null_rule=NullRule.UNKNOWN,
        owner="shop",
    ),
    MetricKey.SALES_RETURNED_SHARE: Metric(
        key=MetricKey.SALES_RETURNED_SHARE,
        name="Returned share",
        description="Units that came back, over units sold.",
        model="sales_daily",
        expression="sum(units_returned) / nullif(sum(units_sold), 0)",
        grain=(
            "sold_on",
            "currency",
        ),
        unit="1",
        null_rule=NullRule.UNKNOWN,
        owner="shop",
    ),
    MetricKey.CASH_NET_TOTAL: Metric(
        key=MetricKey.CASH_NET_TOTAL,
        name="Net cash",
        description="Payments received less refunds paid, when the money moved.",
        model="cash_daily",
        expression="coalesce(sum(cash_net), 0)",
        grain=(
            "paid_on",
            "gateway",
            "currency",
        ),
        unit="currency",
        null_rule=NullRule.ZERO,
        owner="shop",
    ),
    MetricKey.ORDERS_RECONCILED_SHARE: Metric(
        key=MetricKey.ORDERS_RECONCILED_SHARE,
        name="Reconciled orders",
        description="Share of orders whose ledger, fields and payments agree.",
        model="financial_reconciliation",
        expression="count_if(is_reconciled) / nullif(count(*), 0)",
        grain=(
            "ordered_on",
            "currency",
        ),
        unit="1",
        null_rule=NullRule.UNKNOWN,
        owner="shop",
    ),
    MetricKey.ORDERS_FULFILLED_SHARE: Metric(
        key=MetricKey.ORDERS_FULFILLED_SHARE,
        name="Fulfilment rate",
        description="Share of the orders to ship that are shipped.",
        model="geo_performance",
        expression="sum(orders_fulfilled) / nullif(sum(orders_to_ship), 0)",
        grain=(
            "country_code",
            "province_code",
            "city",
            "currency",
        ),
        unit="1",
        null_rule=NullRule.UNKNOWN,
        owner="shop",
    ),
    MetricKey.AVERAGE_ENGAGEMENT_RATE: Metric(
        key=MetricKey.AVERAGE_ENGAGEMENT_RATE,
        name="Average engagement rate",
        description="Recipients who engaged, over messages delivered.",
        model="engagement_telemetry",
        expression="sum(engaged) / nullif(sum(delivered), 0)",
        grain=("channel",),
        unit="1",
        null_rule=NullRule.UNKNOWN,
        owner="marketing",
    ),
    MetricKey.ADS_SPEND_TOTAL: Metric(
        key=MetricKey.ADS_SPEND_TOTAL,
        name="Ad spend",
        description="What campaigns cost, over Meta and Google.",
        model="ads_campaign_daily",
        expression="coalesce(sum(spend), 0)",
        grain=(
            "platform",
            "account_id",
            "campaign_id",
            "spent_on",
            "currency",
        ),
        unit="currency",
        null_rule=NullRule.ZERO,
        owner="marketing",
    ),
    MetricKey.ADS_VALUE_PER_SPEND: Metric(
        key=MetricKey.ADS_VALUE_PER_SPEND,
        name="Return on ad spend",
        description="Value of conversions over spend, as the platforms count them.",
        model="ads_campaign_daily",
        expression="sum(conversion_value) / nullif(sum(spend), 0)",
        grain=(
            "platform",
            "account_id",
            "campaign_id",
            "spent_on",
            "currency",
        ),
        unit="1",
        null_rule=NullRule.UNKNOWN,
        owner="marketing",
    ),
    MetricKey.ADS_CLICK_SHARE: Metric(
        key=MetricKey.ADS_CLICK_SHARE,
        name="Click rate",
        description="Clicks over impressions.",
        model="ads_campaign_daily",
        expression="sum(clicks) / nullif(sum(impressions), 0)",
        grain=(
            "platform",
            "account_id",
            "campaign_id",
            "spent_on",
            "currency",
        ),
        unit="1",
        null_rule=NullRule.UNKNOWN,
        owner="marketing",
    ),
    MetricKey.ORDERS_GEOCODED_SHARE: Metric(
        key=MetricKey.ORDERS_GEOCODED_SHARE,
        name="Geocoded orders",
        description="Share of shipped orders whose address has a place.",
        model="geocoding_coverage",
        expression="sum(geocoded_orders) filter (where scope = 'day') / nullif(sum(physical_orders) filter (where scope = 'day'), 0)",
        grain=(
            "order_date",
            "country_code",
        ),
        unit="1",
        null_rule=NullRule.UNKNOWN,
        owner="geo",
    ),
}
"""Every metric by its key."""
