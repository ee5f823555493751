"""Saved audiences: targetings that people keep to use again.

https://developers.facebook.com/docs/marketing-api/reference/saved-audience
"""

from __future__ import annotations

from tap_kit.fields import fields, integer, json_text, key, text
from tap_metaads.columns import account_key, when
from tap_metaads.edges import EdgeStream
from tap_metaads.usage import AUDIENCE_CASE


class SavedAudiencesStream(EdgeStream):
    """One record a saved audience."""

    name = "saved_audiences"
    primary_keys = ("account_id", "id")
    edge = "saved_audiences"
    case = AUDIENCE_CASE
    page_size = 100
    schema = fields(
        key("id", "id", "Id of the audience."),
        account_key(),
        text("name", "name", "Name that people gave it."),
        text("description", "description", "What they say of it."),
        json_text("targeting", "targeting", "Whom it means."),
        integer(
            "approximate_count_lower_bound",
            "approximate_count_lower_bound",
            "People it reaches, at least",
        ),
        integer(
            "approximate_count_upper_bound",
            "approximate_count_upper_bound",
            "People it reaches, at most",
        ),
        text("run_status", "run_status", "Whether it can be used."),
        when("time_created", "time_created", "When it was made."),
        when("time_updated", "time_updated", "When it was last changed."),
    )
