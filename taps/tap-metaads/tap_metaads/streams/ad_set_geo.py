"""Where ad sets are shown, place by place: what weather can be joined to.

https://developers.facebook.com/docs/marketing-api/audiences/reference/basic-targeting
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_kit.errors import DataError
from tap_kit.fields import fields, instant, key, number, text
from tap_kit.ledger import split_key
from tap_metaads.columns import account_key, when
from tap_metaads.edges import ChangingStream
from tap_metaads.geo import places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_metaads.accounts import Account

TELL_AGAIN = timedelta(days=7)
"""For so long a place that was taken away is told: a tap never learns what landed."""
_SEPARATOR = "\x1f"


class AdSetGeoStream(ChangingStream):
    """One record a place of an ad set's targeting; what was taken away is a tombstone.

    A point that an advertiser set is nobody's home: it stays as exact as it is.
    """

    name = "ad_set_geo"
    primary_keys = ("ad_set_id", "geo_rule", "geo_kind", "geo_key")
    edge = "adsets"
    level = "adset"
    page_size = 100
    schema = fields(
        key("ad_set_id", "id", "The ad set."),
        key("geo_rule", "", "included or excluded."),
        key("geo_kind", "", "Meta's word: countries, cities, custom_locations …"),
        key("geo_key", "", "Meta's key of the place; of a point, the point itself."),
        account_key(),
        text("campaign_id", "campaign_id", "Campaign of the ad set."),
        text("name", "", "The place's name."),
        text("country", "", "Its country, ISO 3166-1 alpha-2."),
        text("region", "", "Its region's name."),
        number("latitude", "", "Of a point", "degrees north"),
        number("longitude", "", "Of a point", "degrees east"),
        number("radius", "", "Around it, in `distance_unit`", "distance_unit"),
        text("distance_unit", "", "kilometer or mile."),
        text("geohash", "", "Cell of the point, `geohash_precision` characters."),
        when("ad_set_updated_time", "updated_time", "Last change of the ad set."),
        instant("_sdc_deleted_at", "", "When the place was found to be taken away."),
    )

    @cached_property
    @override
    def asked(self) -> list[str]:
        """The fields that places are read from."""
        return ["id", "campaign_id", "updated_time", "targeting"]

    @override
    def rows(
        self, resource: Mapping[str, Any], account: Account
    ) -> Iterator[dict[str, Any]]:
        base = self.record(resource, account)
        there = [base | row for row in self._places(resource)]
        keys = [self._key(row) for row in there]
        gone = self._gone(f"{self.name}/{resource['id']}", keys)
        yield from there
        for told, at in gone:
            values = dict(zip(self.primary_keys or (), split_key(told), strict=True))
            empty = dict.fromkeys(there[0] if there else base)
            yield empty | base | values | {"_sdc_deleted_at": at}

    def _places(self, resource: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        precision = self.config["geohash_precision"]
        for place in places(resource.get("targeting") or {}):
            told = place.told
            country = told.get("country")
            try:
                yield {
                    "geo_rule": place.rule,
                    "geo_kind": place.kind,
                    "geo_key": place.key,
                    "name": told.get("name") or told.get("address_string"),
                    "country": place.key if place.kind == "countries" else country,
                    "region": told.get("region"),
                    "latitude": _number(told, "latitude"),
                    "longitude": _number(told, "longitude"),
                    "radius": _number(told, "radius"),
                    "distance_unit": told.get("distance_unit"),
                    "geohash": place.cell(precision),
                }
            except ValueError as error:
                what = f"a place of ad set {resource['id']} is nowhere: {error}"
                step = "report this line"
                where = f"stream {self.name}"
                raise DataError(what, where=where, next_step=step) from error

    def _gone(self, name: str, keys: list[str]) -> list[tuple[str, str]]:
        """Return the places that the ad set had once, and since when it has not."""
        ledger, now = self.tap.ledger, self.tap.report.started_at
        ledger.note(name, keys)
        ledger.begin_list()
        ledger.add_to_list(keys)
        ledger.bury(name, ledger.missing(name), now.isoformat())
        return list(ledger.gone(name, (now - TELL_AGAIN).isoformat()))

    def _key(self, row: Mapping[str, Any]) -> str:
        return _SEPARATOR.join(str(row[name]) for name in self.primary_keys or ())


def _number(told: Mapping[str, Any], name: str) -> float | None:
    value = told.get(name)
    return None if value is None else float(value)
