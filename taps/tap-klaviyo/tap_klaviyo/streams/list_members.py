"""Who is in which list.

https://developers.klaviyo.com/en/reference/get_profiles_for_list
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.fields import fields, instant, key
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import M

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any


class ListMembersStream(KlaviyoStream):
    """One record a list and profile; read whole each run: people also leave."""

    name = "list_members"
    primary_keys = ("list_id", "profile_id")
    endpoint = "/api/lists/{id}/profiles"
    rate = M
    page_size = 100
    only = ("profile", "joined_group_at")
    scope = "lists:read profiles:read"
    schema = fields(
        key("list_id", "", "The list."),
        key("profile_id", "id", "Who is in it."),
        instant("joined_group_at", "attributes.joined_group_at", "Since when."),
    )

    @override
    def parts(self) -> Iterator[tuple[str, str, str]]:
        for identity in self.tap.listing.list_ids:
            yield identity, identity, ""

    @override
    def rows(
        self, resource: Mapping[str, Any], page: Mapping[str, Any], part: str
    ) -> Iterator[dict[str, Any]]:
        del page
        yield self.reader.record(resource) | {"list_id": part}
