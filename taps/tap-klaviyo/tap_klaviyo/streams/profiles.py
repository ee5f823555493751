"""Profiles: the people a shop may write to.

https://developers.klaviyo.com/en/reference/get_profiles
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit import geohash
from tap_kit.fields import fields, instant, json_text, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import L

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

_IS, _LIVES = "attributes", "attributes.location"


class ProfilesStream(KlaviyoStream):
    """One record a profile. Coordinates leave as a geohash cell only."""

    name = "profiles"
    primary_keys = ("id",)
    endpoint = "/api/profiles"
    rate = L
    page_size = 100
    changed = "updated"
    operators = ("greater-than", "less-than")
    scope = "profiles:read"
    schema = fields(
        key("id", "id", "Id of the profile."),
        text("external_id", f"{_IS}.external_id", "Id in the shop.", pii="external_id"),
        text("email", f"{_IS}.email", "Address.", pii="email"),
        text("phone_number", f"{_IS}.phone_number", "Telephone.", pii="phone"),
        text("first_name", f"{_IS}.first_name", "First name.", pii="name"),
        text("last_name", f"{_IS}.last_name", "Family name.", pii="name"),
        text("organization", f"{_IS}.organization", "Employer.", pii="name"),
        text("title", f"{_IS}.title", "Title at work.", free_text=True),
        text("locale", f"{_IS}.locale", "Language and region, BCP 47."),
        text("address1", f"{_LIVES}.address1", "Street.", pii="address"),
        text("address2", f"{_LIVES}.address2", "Street, second line.", pii="address"),
        text("zip", f"{_LIVES}.zip", "Postcode.", pii="address"),
        text("ip", f"{_LIVES}.ip", "Address on the net.", pii="ip"),
        text("city", f"{_LIVES}.city", "Town."),
        text("region", f"{_LIVES}.region", "State or region."),
        text("country", f"{_LIVES}.country", "Country."),
        text("timezone", f"{_LIVES}.timezone", "IANA name."),
        text("geohash", "", "Cell of five characters where they live."),
        json_text("properties", f"{_IS}.properties", "Own fields.", free_text=True),
        instant(
            "last_event_date", f"{_IS}.last_event_date", "When they last did a thing."
        ),
        instant("created", f"{_IS}.created", "When it was made."),
        instant("updated", f"{_IS}.updated", "When it was last changed."),
    )

    @override
    def rows(
        self, resource: Mapping[str, Any], page: Mapping[str, Any], part: str
    ) -> Iterator[dict[str, Any]]:
        del page, part
        place = resource["attributes"].get("location") or {}
        yield self.reader.record(resource) | {"geohash": _cell(place)}


def _cell(place: Mapping[str, Any]) -> str | None:
    """Return the cell of a place; none where there are no coordinates of the earth."""
    latitude, longitude = place.get("latitude"), place.get("longitude")
    if latitude is None or longitude is None:
        return None
    try:
        return geohash.encode(float(latitude), float(longitude))
    except ValueError:
        return None
