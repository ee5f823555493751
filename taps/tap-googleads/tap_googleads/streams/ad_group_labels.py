"""Which labels ad groups bear.

https://developers.google.com/google-ads/api/fields/v26/ad_group_label
"""

from __future__ import annotations

from tap_googleads.columns import AD_GROUP, CUSTOMER, key
from tap_googleads.links import LinkStream
from tap_kit.fields import fields


class AdGroupLabelsStream(LinkStream):
    """Which labels ad groups bear."""

    name = "ad_group_labels"
    primary_keys = ("customer_id", "ad_group_id", "label_id")
    schema = fields(
        CUSTOMER,
        AD_GROUP,
        key("label_id", "label.id", "The label."),
    )
