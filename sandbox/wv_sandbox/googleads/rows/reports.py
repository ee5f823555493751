"""Resources with metrics: what each is told apart by, and what it leaves out."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zlib import crc32

from wv_sandbox.googleads.rows import criteria, entities, places
from wv_sandbox.googleads.rows.scene import Values, under

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wv_sandbox.googleads.rows.scene import Scene

    Key = Mapping[str, Any]


def _always(key: Key) -> bool:
    del key
    return True


def _once(key: Key) -> Iterator[Key]:
    yield key


def _empty(scene: Scene, key: Key) -> Values:
    del scene, key
    return {}


class Report(NamedTuple):
    """A resource with metrics.

    Attributes:
        by: Dimensions of the book that make its rows.
        own: Gives the fields of the resource, and of what it stands for.
        keeps: Tells whether something counts at all.
        needs: Dimensions that `keeps` looks at, and no row shows.
        spread: Gives the rows that something counts in; one as a rule.
    """

    by: tuple[str, ...] = ()
    own: Callable[[Scene, Key], Values] = _empty
    keeps: Callable[[Key], bool] = _always
    needs: tuple[str, ...] = ()
    spread: Callable[[Key], Iterator[Key]] = _once


def _is_of(*kinds: str) -> Callable[[Key], bool]:
    return lambda key: key["kind"] in kinds


def _is_no_pmax(key: Key) -> bool:
    return bool(key["kind"] != entities.PMAX)


def _coded(*texts: str) -> str:
    return base64.urlsafe_b64encode("~".join(texts).encode()).decode().rstrip("=")


def _keyword(scene: Scene, key: Key) -> Values:
    group, word = key["group"], key["keyword"]
    number = criteria.keyword_number(word)
    named = scene.name("keywordViews", group.id, number)
    return criteria.keyword(scene, group, word) | {"keyword_view.resource_name": named}


def _age(scene: Scene, key: Key) -> Values:
    group, age = key["group"], key["age"]
    named = scene.name("ageRangeViews", group.id, criteria.AGES[age])
    found = criteria.age_range(scene, group, age)
    return found | {"age_range_view.resource_name": named}


def _gender(scene: Scene, key: Key) -> Values:
    group, which = key["group"], key["gender"]
    named = scene.name("genderViews", group.id, criteria.GENDERS[which])
    found = criteria.gender(scene, group, which)
    return found | {"gender_view.resource_name": named}


def _search_term(scene: Scene, key: Key) -> Values:
    group, term = key["group"], key["term"]
    ids = group.campaign.id, group.id, _coded(term.text)
    return under(
        "search_term_view",
        (
            ("resource_name", scene.name("searchTermViews", *ids)),
            ("search_term", term.text),
            ("ad_group", scene.name("adGroups", group.id)),
            ("status", "ADDED" if term.text in group.words else "NONE"),
        ),
    )


def _campaign_search_term(scene: Scene, key: Key) -> Values:
    one, term = key["campaign"], key["term"]
    named = scene.name("campaignSearchTermViews", one.id, _coded(term.text))
    return under(
        "campaign_search_term_view",
        (
            ("resource_name", named),
            ("search_term", term.text),
            ("campaign", scene.name("campaigns", one.id)),
        ),
    )


def _geographic(scene: Scene, key: Key) -> Values:
    country = places.COUNTRIES[key["country"]][0]
    kind = key["presence"]
    return under(
        "geographic_view",
        (
            ("resource_name", scene.name("geographicViews", country, kind)),
            ("country_criterion_id", country),
            ("location_type", kind),
        ),
    )


def _user_location(scene: Scene, key: Key) -> Values:
    country = places.COUNTRIES[key["country"]][0]
    is_aimed_at = key["presence"] == "LOCATION_OF_PRESENCE"
    named = scene.name("userLocationViews", country, str(is_aimed_at).lower())
    return under(
        "user_location_view",
        (
            ("resource_name", named),
            ("country_criterion_id", country),
            ("targeting_location", is_aimed_at),
        ),
    )


def _location(scene: Scene, key: Key) -> Values:
    one, city = key["campaign"], key["city"]
    number = places.place_of(city).city
    named = scene.name("locationViews", one.id, number)
    found = criteria.location(scene, one, city)
    return found | {"location_view.resource_name": named}


_WITHIN_KM: Final = (1, 5, 10, 20, 40, 65)


def _distance(scene: Scene, key: Key) -> Values:
    bucket = f"WITHIN_{key['distance']}KM"
    named = scene.name("distanceViews", key["campaign"].id, bucket)
    return under(
        "distance_view",
        (
            ("resource_name", named),
            ("distance_bucket", bucket),
            ("metric_system", True),
        ),
    )


def _cumulated(key: Key) -> Iterator[Key]:
    """Count something in every circle that it lies in: buckets do not add up."""
    for kilometres in _WITHIN_KM:
        if kilometres >= key["distance"]:
            yield {**key, "distance": kilometres}


def _store(scene: Scene, key: Key) -> Values:
    city = key["city"]
    place = places.place_of(city)
    return under(
        "per_store_view",
        (
            ("resource_name", scene.name("perStoreViews", f"store{place.city}")),
            ("place_id", f"store{place.city}"),
            ("business_name", f"WeatherVane {city.name}"),
            ("address1", "1 Market Street"),
            ("city", city.name),
            ("province", place.region_name),
            ("postal_code", city.zips[0]),
            ("country_code", place.country),
        ),
    )


def _landing_page(scene: Scene, key: Key) -> Values:
    address = entities.landing_page(key["group"])
    number = crc32(address.encode())
    return under(
        "landing_page_view",
        (
            ("resource_name", scene.name("landingPageViews", number)),
            ("unexpanded_final_url", address),
        ),
    )


def _placement(resource: str, collection: str, owner: str) -> Callable[..., Values]:
    def placed(scene: Scene, key: Key) -> Values:
        place = key["placement"]
        is_app = place.startswith("mobileapp::")
        shown = place.rpartition("-")[2] if is_app else place
        named = scene.name(collection, key[owner].id, _coded(place))
        return under(
            resource,
            (
                ("resource_name", named),
                ("placement", place),
                ("placement_type", "MOBILE_APPLICATION" if is_app else "WEBSITE"),
                ("display_name", shown),
                ("target_url", None if is_app else f"{place}/"),
            ),
        )

    return placed


def _shopping(scene: Scene, key: Key) -> Values:
    del key
    named = scene.name("shoppingPerformanceViews", scene.account.id)
    return {"shopping_performance_view.resource_name": named}


_KIND: Final = ("kind",)
_GROUP: Final = ("group",)
_STORE_CITIES: Final = frozenset({"New York", "Berlin"})
REPORTS: Final[Mapping[str, Report]] = {
    "customer": Report(),
    "campaign": Report(("campaign",)),
    "ad_group": Report(_GROUP, keeps=_is_no_pmax, needs=_KIND),
    "ad_group_ad": Report(("ad",), keeps=_is_no_pmax, needs=_KIND),
    "asset_group": Report(_GROUP, keeps=_is_of(entities.PMAX), needs=_KIND),
    "keyword_view": Report(
        ("group", "keyword"), _keyword, lambda key: bool(key["keyword"])
    ),
    "search_term_view": Report(
        ("group", "term"), _search_term, lambda key: bool(key["term"])
    ),
    "campaign_search_term_view": Report(
        ("campaign", "term"), _campaign_search_term, lambda key: bool(key["term"])
    ),
    # The API's own sum is short of the campaign's: partners do not tell where.
    "geographic_view": Report(
        ("country", "presence"),
        _geographic,
        lambda key: bool(key["network"] != "SEARCH_PARTNERS"),
        ("network",),
    ),
    "user_location_view": Report(("country", "presence"), _user_location),
    "location_view": Report(("campaign", "city"), _location),
    "distance_view": Report(("campaign", "distance"), _distance, spread=_cumulated),
    "per_store_view": Report(
        ("city",), _store, lambda key: key["city"].name in _STORE_CITIES
    ),
    "age_range_view": Report(("group", "age"), _age, _is_no_pmax, _KIND),
    "gender_view": Report(("group", "gender"), _gender, _is_no_pmax, _KIND),
    "landing_page_view": Report(_GROUP, _landing_page, _is_no_pmax, _KIND),
    "group_placement_view": Report(
        ("group", "placement"),
        _placement("group_placement_view", "groupPlacementViews", "group"),
        _is_of("DISPLAY"),
        _KIND,
    ),
    "performance_max_placement_view": Report(
        ("campaign", "placement"),
        _placement(
            "performance_max_placement_view", "performanceMaxPlacementViews", "campaign"
        ),
        _is_of(entities.PMAX),
        _KIND,
    ),
    "shopping_performance_view": Report((), _shopping, _is_of("SHOPPING"), _KIND),
}
"""By resource; `click_view` is told elsewhere, click by click."""
OTHERS: Final[Mapping[str, tuple[str, Callable[[Scene, Any], Values]]]] = {
    "campaign": ("campaign", entities.campaign),
    "campaign_budget": ("campaign", entities.campaign_budget),
    "bidding_strategy": (
        "campaign",
        lambda scene, one: entities.bidding_strategy(scene, one.kind),
    ),
    "ad_group": ("group", entities.ad_group),
    "asset_group": ("group", entities.asset_group),
    "ad_group_ad": ("ad", entities.ad_group_ad),
}
"""Resources that may be selected beside it: the dimension, and their fields."""
