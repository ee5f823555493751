"""Which labels ads bear.

https://developers.google.com/google-ads/api/fields/v26/ad_group_ad_label
"""

from __future__ import annotations

from tap_googleads.columns import AD_GROUP, CUSTOMER, key
from tap_googleads.links import LinkStream
from tap_kit.fields import fields


class AdLabelsStream(LinkStream):
    """Which labels ads bear."""

    name = "ad_labels"
    primary_keys = ("customer_id", "ad_group_id", "ad_id", "label_id")
    schema = fields(
        CUSTOMER,
        AD_GROUP,
        key("ad_id", "ad_group_ad.ad.id", "The ad."),
        key("label_id", "label.id", "The label."),
    )
