"""Single clicks of one day, each with the id that lands on the shop's page."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.googleads.rows import criteria, entities, places
from wv_sandbox.googleads.rows.scene import Values, under
from wv_sandbox.googleads.rows.segments import SEGMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from wv_sandbox.googleads.rows.scene import Scene

_BY: Final = (
    "ad",
    "city",
    "device",
    "keyword",
    "kind",
    "network",
    "precision",
    "presence",
    "slot",
)
_SEGMENTS: Final = tuple(
    f"segments.{name}" for name in ("ad_network_type", "click_type", "device", "slot")
)


def click_views(scene: Scene, day: date) -> Iterator[Values]:
    """Tell of each click of a day."""
    if scene.book is None:
        return
    for number, values in scene.book.clicks(day, scene.now, _BY):
        key = dict(zip(_BY, values, strict=True))
        ad = key["ad"]
        found = entities.customer(scene) | entities.campaign(scene, ad.campaign)
        if ad.campaign.kind != entities.PMAX:
            found |= entities.ad_group(scene, ad.group)
        found |= {path: SEGMENTS[path].of(key) for path in _SEGMENTS}
        found |= {"segments.date": day.isoformat(), "metrics.clicks": 1}
        yield found | _click(scene, number, key)


def _click(scene: Scene, number: int, key: dict[str, Any]) -> Values:
    ad, word = key["ad"], key["keyword"]
    digest = hashlib.blake2b(f"{scene.account.id} {number}".encode(), digest_size=30)
    gclid = "Cj0KCQ" + base64.urlsafe_b64encode(digest.digest()).decode()
    is_pmax = ad.campaign.kind == entities.PMAX
    criterion = scene.name(
        "adGroupCriteria", ad.group.id, criteria.keyword_number(word)
    )
    return under(
        "click_view",
        (
            ("resource_name", scene.name("clickViews", gclid)),
            ("gclid", gclid),
            (
                "ad_group_ad",
                None if is_pmax else scene.name("adGroupAds", ad.group.id, ad.id),
            ),
            ("keyword", criterion if word else None),
            ("keyword_info.text", word or None),
            (
                "keyword_info.match_type",
                criteria.keyword_match(ad.group, word) if word else None,
            ),
            *_place("location_of_presence", key),
            *(
                _place("area_of_interest", key)
                if key["presence"] == "AREA_OF_INTEREST"
                else ()
            ),
        ),
    )


def _place(name: str, key: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    for level, number in places.located(key["city"], key["precision"]).items():
        yield f"{name}.{level}", places.constant(number)
