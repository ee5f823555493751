"""Templates of emails, without their HTML.

https://developers.klaviyo.com/en/reference/get_templates
"""

from __future__ import annotations

from tap_kit.fields import fields, instant, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import L


class TemplatesStream(KlaviyoStream):
    """One record a template."""

    name = "templates"
    primary_keys = ("id",)
    endpoint = "/api/templates"
    rate = L
    page_size = 10
    changed = "updated"
    only = ("template", "name,editor_type,created,updated")
    scope = "templates:read"
    schema = fields(
        key("id", "id", "Id of the template."),
        text("name", "attributes.name", "Name that people gave it."),
        text("editor_type", "attributes.editor_type", "What it was made with."),
        instant("created", "attributes.created", "When it was made."),
        instant("updated", "attributes.updated", "When it was last changed."),
    )
