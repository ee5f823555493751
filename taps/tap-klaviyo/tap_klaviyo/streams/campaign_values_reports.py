"""What each campaign message brought: deliveries, opens, clicks, conversions, value.

https://developers.klaviyo.com/en/reference/query_campaign_values
"""

from __future__ import annotations

from tap_kit.fields import fields, key
from tap_klaviyo.reports import ValuesStream, figures


class CampaignValuesReportsStream(ValuesStream):
    """One record a campaign message; campaigns of the last 30 days are asked again."""

    name = "campaign_values_reports"
    primary_keys = ("campaign_id", "campaign_message_id", "send_channel")
    endpoint = "/api/campaign-values-reports"
    kind = "campaign-values-report"
    group_by = ("campaign_id", "campaign_message_id", "send_channel")
    scope = "campaigns:read"
    schema = fields(
        key("campaign_id", "groupings.campaign_id", "The campaign."),
        key("campaign_message_id", "groupings.campaign_message_id", "Its message."),
        key("send_channel", "groupings.send_channel", "email, sms or push."),
        *figures(),
    )
