"""Who is in which segment.

https://developers.klaviyo.com/en/reference/get_profiles_for_segment
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.fields import fields, instant, key
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import L

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any


class SegmentMembersStream(KlaviyoStream):
    """One record a segment and profile; read whole each run: people also leave."""

    name = "segment_members"
    primary_keys = ("segment_id", "profile_id")
    endpoint = "/api/segments/{id}/profiles"
    rate = L
    page_size = 100
    only = ("profile", "joined_group_at")
    scope = "segments:read profiles:read"
    schema = fields(
        key("segment_id", "", "The segment."),
        key("profile_id", "id", "Who is in it."),
        instant("joined_group_at", "attributes.joined_group_at", "Since when."),
    )

    @override
    def parts(self) -> Iterator[tuple[str, str, str]]:
        for identity in self.tap.listing.segment_ids:
            yield identity, identity, ""

    @override
    def rows(
        self, resource: Mapping[str, Any], page: Mapping[str, Any], part: str
    ) -> Iterator[dict[str, Any]]:
        del page
        yield self.reader.record(resource) | {"segment_id": part}
