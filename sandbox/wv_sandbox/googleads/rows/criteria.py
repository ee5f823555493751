"""What groups and campaigns aim at: keywords, ages, genders and places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zlib import crc32

from wv_sandbox.googleads.rows.places import AWAY, PLACES, constant, place_of
from wv_sandbox.googleads.rows.scene import Values, under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.ads.plan import Campaign, Group
    from wv_sandbox.googleads.rows.scene import Scene
    from wv_sandbox.shopify.shop.cities import City

AGES: Final = {
    "AGE_RANGE_18_24": 503001,
    "AGE_RANGE_25_34": 503002,
    "AGE_RANGE_35_44": 503003,
    "AGE_RANGE_45_54": 503004,
    "AGE_RANGE_55_64": 503005,
    "AGE_RANGE_65_UP": 503006,
    "AGE_RANGE_UNDETERMINED": 503999,
}
"""Numbers of age ranges; the same in every account."""
GENDERS: Final = {"MALE": 10, "FEMALE": 11, "UNDETERMINED": 20}
"""Numbers of genders; the same in every account."""
_NEAR_KM: Final = 25.0
_NEAR_FIRST: Final = 4_000_001
_MATCHES: Final = ("EXACT", "PHRASE", "BROAD")


def keyword_number(word: str) -> int:
    """Give a keyword's number; equal words have one in all groups."""
    return 300_000_000_000 + crc32(word.encode())


def keyword_match(group: Group, word: str) -> str:
    """Tell how a keyword is meant."""
    return _MATCHES[group.words.index(word) % len(_MATCHES)]


def keyword(scene: Scene, group: Group, word: str) -> Values:
    """Tell of a keyword of a group."""
    number = keyword_number(word)
    return _of_group(scene, group, number, "KEYWORD") | under(
        "ad_group_criterion",
        (
            ("status", scene.status(group.life)),
            ("keyword.text", word),
            ("keyword.match_type", keyword_match(group, word)),
            ("cpc_bid_micros", 900_000 + 100_000 * len(word.split())),
            ("quality_info.quality_score", 5 + number % 5),
        ),
    )


def negative(scene: Scene, group: Group) -> Values:
    """Tell of a word that a group does not want."""
    return _of_group(scene, group, keyword_number("free"), "KEYWORD") | under(
        "ad_group_criterion",
        (
            ("status", "ENABLED"),
            ("negative", True),
            ("keyword.text", "free"),
            ("keyword.match_type", "BROAD"),
        ),
    )


def age_range(scene: Scene, group: Group, age: str) -> Values:
    """Tell of an age that a group reaches."""
    found = _of_group(scene, group, AGES[age], "AGE_RANGE")
    return found | {"ad_group_criterion.age_range.type": age}


def gender(scene: Scene, group: Group, which: str) -> Values:
    """Tell of a gender that a group reaches."""
    found = _of_group(scene, group, GENDERS[which], "GENDER")
    return found | {"ad_group_criterion.gender.type": which}


def _of_group(scene: Scene, group: Group, number: int, kind: str) -> Values:
    return under(
        "ad_group_criterion",
        (
            ("resource_name", scene.name("adGroupCriteria", group.id, number)),
            ("criterion_id", number),
            ("ad_group", scene.name("adGroups", group.id)),
            ("status", "ENABLED"),
            ("negative", False),
            ("type", kind),
        ),
    )


def campaign_locations(scene: Scene, campaign: Campaign) -> Iterator[Values]:
    """Tell where a campaign is shown, near what, and where not."""
    for city in scene.cities:
        yield location(scene, campaign, city)
    away = PLACES[AWAY].city
    yield _of_campaign(scene, campaign, away, "LOCATION", is_negative=True) | {
        "campaign_criterion.location.geo_target_constant": constant(away)
    }
    if campaign.kind == "DISPLAY":
        yield _proximity(scene, campaign, scene.cities[0])


def location(scene: Scene, campaign: Campaign, city: City) -> Values:
    """Tell of a city that a campaign is aimed at."""
    place = place_of(city)
    return _of_campaign(scene, campaign, place.city, "LOCATION") | under(
        "campaign_criterion",
        (
            ("bid_modifier", 1.0 if campaign.theme == "home" else 1.15),
            ("location.geo_target_constant", constant(place.city)),
        ),
    )


def _proximity(scene: Scene, campaign: Campaign, city: City) -> Values:
    place = place_of(city)
    point = "proximity.geo_point"
    return _of_campaign(scene, campaign, _NEAR_FIRST, "PROXIMITY") | under(
        "campaign_criterion",
        (
            (f"{point}.latitude_in_micro_degrees", round(city.latitude * 1e6)),
            (f"{point}.longitude_in_micro_degrees", round(city.longitude * 1e6)),
            ("proximity.radius", _NEAR_KM),
            ("proximity.radius_units", "KILOMETERS"),
            ("proximity.address.city_name", city.name),
            ("proximity.address.postal_code", city.zips[0]),
            ("proximity.address.country_code", place.country),
        ),
    )


def _of_campaign(
    scene: Scene,
    campaign: Campaign,
    number: int,
    kind: str,
    *,
    is_negative: bool = False,
) -> Values:
    return under(
        "campaign_criterion",
        (
            ("resource_name", scene.name("campaignCriteria", campaign.id, number)),
            ("criterion_id", number),
            ("campaign", scene.name("campaigns", campaign.id)),
            ("type", kind),
            ("negative", is_negative),
            ("status", "ENABLED"),
        ),
    )
