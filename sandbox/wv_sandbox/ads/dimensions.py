"""What an impression can be told apart by: device, hour, keyword, age and the like.

A dimension is drawn for each impression on its own, from shares that may depend on
another dimension (the network on the kind of campaign), or read off another one (the
campaign off the ad). So every grain of a report sums to the same totals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wv_sandbox.ads.delivery import Delivery
    from wv_sandbox.arrays import Floats, Ints

NONE: Final = ""
"""Value where a dimension does not apply, as the keyword of a display ad."""
Shares = dict[Any, float]


class Drawn(NamedTuple):
    """A dimension that is drawn.

    Attributes:
        values: What it may be.
        parent: Dimension that the shares depend on; empty for none.
        edges: For each code of the parent the running sum of the shares, shifted by
            that code, all in one row: a single search finds the value of any code.
    """

    values: tuple[Any, ...]
    parent: str
    edges: Floats

    def codes(self, parents: Ints, luck: Floats) -> Ints:
        """Draw codes from luck in (0, 1)."""
        found = np.searchsorted(self.edges, parents + luck, side="right")
        return np.asarray(found % len(self.values))


class Read(NamedTuple):
    """A dimension that is read off another one.

    Attributes:
        values: What it may be.
        parent: The other one.
        code_of: Its code for each code of the other.
    """

    values: tuple[Any, ...]
    parent: str
    code_of: Ints


Dimension = Drawn | Read


def drawn(shares: Shares) -> Drawn:
    """Make a dimension whose shares depend on nothing."""
    return drawn_by("", (NONE,), lambda _: shares)


def drawn_by(
    parent: str, parents: Sequence[Any], shares: Callable[[Any], Shares]
) -> Drawn:
    """Make a dimension whose shares depend on another one.

    Args:
        parent: Name of the other one.
        parents: Its values.
        shares: Gives the shares for one of them; empty where there is no value.
    """
    rows = [shares(value) or {NONE: 1.0} for value in parents]
    values = tuple(dict.fromkeys(value for row in rows for value in row))
    weights = np.array([[row.get(value, 0.0) for value in values] for row in rows])
    sums = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    sums[:, -1] = 1.0
    shifted = sums + np.arange(len(rows))[:, None]
    return Drawn(values, parent, np.asarray(shifted.ravel()))


def read_off(parent: str, parents: Sequence[Any], value: Callable[[Any], Any]) -> Read:
    """Make a dimension that is read off another one.

    Args:
        parent: Name of the other one.
        parents: Its values.
        value: Gives the value for one of them.
    """
    read = [value(other) for other in parents]
    values = tuple(dict.fromkeys(read))
    return Read(values, parent, np.array([values.index(one) for one in read]))


def dimensions(vendor: str, delivery: Delivery) -> dict[str, Dimension]:
    """Give the dimensions of a vendor's account, by name.

    `ad`, `city` and `day` come with the impression and are not among them.
    """
    ads, cities = delivery.plan.ads, delivery.cities
    groups = delivery.plan.groups
    found: dict[str, Dimension] = {
        "group": read_off("ad", ads, lambda ad: ad.group),
        "campaign": read_off("ad", ads, lambda ad: ad.campaign),
        "kind": read_off("ad", ads, lambda ad: ad.campaign.kind),
        "country": read_off("city", cities, lambda city: city.country_code),
        "zone": read_off("city", cities, lambda city: city.zone),
        "hour": drawn(_HOURS),
        "age": drawn(AGES[vendor]),
        "gender": drawn(GENDERS[vendor]),
    }
    kinds = found["kind"].values
    if vendor == "meta":
        return {**found, **_meta()}
    found["keyword"] = drawn_by(
        "group", groups, lambda group: dict.fromkeys(group.words, 1.0)
    )
    found["term"] = drawn_by("keyword", found["keyword"].values, _terms)
    for name, table in _BY_KIND.items():
        empty: Shares = {}
        shares = {kind: table.get(kind, empty) for kind in kinds}
        found[name] = drawn_by("kind", kinds, shares.__getitem__)
    return found


def _meta() -> dict[str, Dimension]:
    platform = drawn(_PLATFORMS)
    position = drawn_by("platform", platform.values, _POSITIONS.__getitem__)
    impression = drawn_by("platform", platform.values, lambda _: _IMPRESSION_DEVICES)
    device = read_off("impression_device", impression.values, _DEVICE_OF.__getitem__)
    return {
        "platform": platform,
        "position": position,
        "impression_device": impression,
        "device": device,
    }


class Term(NamedTuple):
    """What somebody searched for.

    Attributes:
        text: The words.
        match: How they met the keyword: `EXACT`, `PHRASE` or `BROAD`.
    """

    text: str
    match: str


def _terms(keyword: str) -> Shares:
    if not keyword:
        return {}
    return {
        Term(keyword, "EXACT"): 0.5,
        Term(f"{keyword} sale", "PHRASE"): 0.2,
        Term(f"buy {keyword}", "PHRASE"): 0.15,
        Term(f"{keyword} near me", "BROAD"): 0.1,
        Term(f"{keyword.rpartition(' ')[2]} for rainy days", "BROAD"): 0.05,
    }


_HOURS: Final[Shares] = dict(
    enumerate(
        [2, 1, 1, 1, 1, 2, 3, 5, 6, 6, 6, 6, 7, 6, 5, 5, 5, 6, 7, 8, 8, 7, 5, 3],
    )
)
AGES: Final[Mapping[str, Shares]] = {
    "google": {
        "AGE_RANGE_18_24": 0.12,
        "AGE_RANGE_25_34": 0.24,
        "AGE_RANGE_35_44": 0.22,
        "AGE_RANGE_45_54": 0.14,
        "AGE_RANGE_55_64": 0.08,
        "AGE_RANGE_65_UP": 0.05,
        "AGE_RANGE_UNDETERMINED": 0.15,
    },
    "meta": {
        "18-24": 0.18,
        "25-34": 0.29,
        "35-44": 0.24,
        "45-54": 0.15,
        "55-64": 0.08,
        "65+": 0.05,
        "Unknown": 0.01,
    },
}
"""Ages, in each vendor's words."""
GENDERS: Final[Mapping[str, Shares]] = {
    "google": {"FEMALE": 0.48, "MALE": 0.4, "UNDETERMINED": 0.12},
    "meta": {"female": 0.54, "male": 0.44, "unknown": 0.02},
}
"""Genders, in each vendor's words."""
_SITES: Final[Shares] = {
    "weather.example": 0.35,
    "news.example": 0.25,
    "recipes.example": 0.2,
    "mobileapp::2-com.example.rain": 0.15,
    "video.example": 0.05,
}
_KINDS = ("SEARCH", "SHOPPING", "PERFORMANCE_MAX", "DISPLAY")
_PRESENCE: Final[Shares] = {"LOCATION_OF_PRESENCE": 0.94, "AREA_OF_INTEREST": 0.06}
_PRECISION: Final[Shares] = {"city": 0.9, "region": 0.07, "country": 0.03}
_DISTANCES: Final[Shares] = {1: 0.1, 5: 0.25, 10: 0.25, 20: 0.2, 40: 0.12, 65: 0.08}
_BY_KIND: Final[Mapping[str, Mapping[str, Shares]]] = {
    "device": {
        "SEARCH": {"MOBILE": 0.6, "DESKTOP": 0.36, "TABLET": 0.04},
        "SHOPPING": {"MOBILE": 0.66, "DESKTOP": 0.31, "TABLET": 0.03},
        "PERFORMANCE_MAX": {
            "MOBILE": 0.6,
            "DESKTOP": 0.25,
            "TABLET": 0.05,
            "CONNECTED_TV": 0.1,
        },
        "DISPLAY": {"MOBILE": 0.78, "DESKTOP": 0.16, "TABLET": 0.06},
    },
    "network": {
        "SEARCH": {"SEARCH": 0.88, "SEARCH_PARTNERS": 0.12},
        "SHOPPING": {"SEARCH": 0.93, "SEARCH_PARTNERS": 0.07},
        "PERFORMANCE_MAX": {"MIXED": 1.0},
        "DISPLAY": {"CONTENT": 1.0},
    },
    "placement": {"DISPLAY": _SITES, "PERFORMANCE_MAX": _SITES},
    "product": {"SHOPPING": {number: 1.0 / number for number in range(1, 25)}},
    "slot": {
        "SEARCH": {"SEARCH_TOP": 0.8, "SEARCH_OTHER": 0.2},
        "SHOPPING": {"SEARCH_TOP": 1.0},
        "PERFORMANCE_MAX": {"MIXED": 1.0},
        "DISPLAY": {"CONTENT": 1.0},
    },
    "presence": dict.fromkeys(_KINDS, _PRESENCE),
    "precision": dict.fromkeys(_KINDS, _PRECISION),
    "distance": dict.fromkeys(_KINDS, _DISTANCES),
}
"""Google's, by the kind of campaign; products are numbers of the shop's catalogue."""
_PLATFORMS: Final[Shares] = {
    "facebook": 0.52,
    "instagram": 0.4,
    "audience_network": 0.05,
    "messenger": 0.03,
}
_POSITIONS: Final[Mapping[str, Shares]] = {
    "facebook": {"feed": 0.6, "facebook_reels": 0.2, "marketplace": 0.2},
    "instagram": {"feed": 0.4, "instagram_stories": 0.35, "instagram_reels": 0.25},
    "audience_network": {"an_classic": 1.0},
    "messenger": {"messenger_inbox": 1.0},
}
_IMPRESSION_DEVICES: Final[Shares] = {
    "iphone": 0.48,
    "android_smartphone": 0.36,
    "desktop": 0.1,
    "ipad": 0.04,
    "android_tablet": 0.02,
}
_DEVICE_OF: Final = {
    "iphone": "mobile_app",
    "android_smartphone": "mobile_app",
    "desktop": "desktop",
    "ipad": "mobile_app",
    "android_tablet": "mobile_web",
}
