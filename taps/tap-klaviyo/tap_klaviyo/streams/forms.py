"""Sign-up forms.

https://developers.klaviyo.com/en/reference/get_forms
"""

from __future__ import annotations

from tap_kit.fields import boolean, fields, instant, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import S


class FormsStream(KlaviyoStream):
    """One record a form."""

    name = "forms"
    primary_keys = ("id",)
    endpoint = "/api/forms"
    rate = S
    page_size = 100
    changed = "updated_at"
    scope = "forms:read"
    schema = fields(
        key("id", "id", "Id of the form."),
        text("name", "attributes.name", "Name that people gave it."),
        text("status", "attributes.status", "draft or live."),
        boolean("ab_test", "attributes.ab_test", "Whether variations are tested."),
        instant("created_at", "attributes.created_at", "When it was made."),
        instant("updated_at", "attributes.updated_at", "When it was last changed."),
    )
