"""Which labels campaigns bear.

https://developers.google.com/google-ads/api/fields/v26/campaign_label
"""

from __future__ import annotations

from tap_googleads.columns import CAMPAIGN, CUSTOMER, key
from tap_googleads.links import LinkStream
from tap_kit.fields import fields


class CampaignLabelsStream(LinkStream):
    """Which labels campaigns bear."""

    name = "campaign_labels"
    primary_keys = ("customer_id", "campaign_id", "label_id")
    schema = fields(
        CUSTOMER,
        CAMPAIGN,
        key("label_id", "label.id", "The label."),
    )
