"""Every place that Google knows; without coordinates.

https://developers.google.com/google-ads/api/fields/v26/geo_target_constant
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_googleads.changes import AT
from tap_googleads.client import GoogleAdsStream
from tap_googleads.columns import key, text
from tap_kit.fields import fields
from tap_kit.windows_state import THROUGH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_googleads.accounts import Account


WEEK = timedelta(days=7)


class GeoTargetConstantsStream(GoogleAdsStream):
    """Every place that Google knows; without coordinates."""

    name = "geo_target_constants"
    primary_keys = ("id",)
    schema = fields(
        key(
            "id",
            "geo_target_constant.id",
            "The place; `geoTargetConstants/<id>` elsewhere.",
        ),
        text("name", "geo_target_constant.name", "Its name."),
        text(
            "canonical_name",
            "geo_target_constant.canonical_name",
            "Its name with all that it lies in.",
        ),
        text(
            "country_code",
            "geo_target_constant.country_code",
            "Its country, ISO 3166-1.",
        ),
        text(
            "target_type",
            "geo_target_constant.target_type",
            "City, Region, Postal Code, …",
        ),
        text(
            "status", "geo_target_constant.status", "Whether it can still be targeted."
        ),
        text(
            "parent_geo_target",
            "geo_target_constant.parent_geo_target",
            "What it lies in, `geoTargetConstants/…`.",
        ),
    )

    @override
    def accounts(self) -> Iterable[Account]:
        """Return one account: all of them would say the same."""
        return islice(self.tap.accounts.clients, 1)

    @override
    def records_of(self, account: Account) -> Iterator[dict[str, Any]]:
        """Give them all once a week: they are many, and hardly change."""
        entry = self.stream_state.setdefault(THROUGH, {}).setdefault("all", {})
        now = self.tap.clock.now()
        if AT in entry and now < _instant(entry[AT]) + WEEK:
            self.logger.info("%s: read less than a week ago", self.name)
            return
        yield from super().records_of(account)
        entry[AT] = now.isoformat()


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
