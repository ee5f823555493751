"""Which labels keywords bear.

https://developers.google.com/google-ads/api/fields/v26/ad_group_criterion_label
"""

from __future__ import annotations

from tap_googleads.columns import AD_GROUP, CUSTOMER, key
from tap_googleads.links import LinkStream
from tap_kit.fields import fields


class KeywordLabelsStream(LinkStream):
    """Which labels keywords bear."""

    name = "keyword_labels"
    primary_keys = ("customer_id", "ad_group_id", "criterion_id", "label_id")
    schema = fields(
        CUSTOMER,
        AD_GROUP,
        key("criterion_id", "ad_group_criterion.criterion_id", "The criterion."),
        key("label_id", "label.id", "The label."),
    )
