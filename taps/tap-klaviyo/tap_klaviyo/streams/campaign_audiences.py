"""Who a campaign is for; of revision 2026-10-15.

https://developers.klaviyo.com/en/reference/get_campaigns
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.fields import fields, instant, integer, key, text, texts
from tap_klaviyo.client import KlaviyoStream, included, related
from tap_klaviyo.rates import M

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

_SAYS = "attributes.definition"


class CampaignAudiencesStream(KlaviyoStream):
    """One record an audience; they ride along with their campaigns."""

    name = "campaign_audiences"
    primary_keys = ("id",)
    endpoint = "/api/campaigns"
    rate = M
    page_size = 100
    include = "campaign-audiences"
    changed = "updated_at"
    sorts = False
    since_revision = "2026-10-15"
    finds_deletes = False  # An audience goes with its campaign.
    scope = "campaigns:read"
    schema = fields(
        key("id", "id", "Id of the audience."),
        text("campaign_id", "", "Campaign it is of."),
        text("name", f"{_SAYS}.name", "Name that people gave it."),
        texts("included", f"{_SAYS}.included", "Lists and segments it is made of."),
        texts("excluded", f"{_SAYS}.excluded", "Lists and segments taken out of it."),
        integer("priority", f"{_SAYS}.priority", "Which audience comes first"),
        instant("created", "attributes.created", "When it was made."),
        instant("updated", "attributes.updated", "When it was last changed."),
    )

    @override
    def rows(
        self, resource: Mapping[str, Any], page: Mapping[str, Any], part: str
    ) -> Iterator[dict[str, Any]]:
        del part
        along = included(page)
        for link in related(resource, "campaign-audiences"):
            if audience := along.get(link):
                yield self.reader.record(audience) | {"campaign_id": resource["id"]}
