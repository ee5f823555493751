"""Labels that campaigns, ad sets, ads and creatives bear.

https://developers.facebook.com/docs/marketing-api/reference/ad-label
"""

from __future__ import annotations

from tap_kit.fields import fields, key, text
from tap_metaads.columns import account_key, when
from tap_metaads.edges import EdgeStream


class AdLabelsStream(EdgeStream):
    """One record a label."""

    name = "ad_labels"
    primary_keys = ("id",)
    edge = "adlabels"
    page_size = 100
    schema = fields(
        key("id", "id", "Id of the label."),
        account_key(),
        text("name", "name", "The label."),
        when("created_time", "created_time", "When it was made."),
        when("updated_time", "updated_time", "When it was last changed."),
    )
