"""Columns named by the path that a query selects, and the groups that many share.

A path is Google's: `metrics.cost_micros`. Answers spell it `metrics.costMicros`. Money
is whole micros of the account's `currency`, or exact decimals of it; never a float.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from singer_sdk import typing as th

from tap_kit import fields as kit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_kit.fields import Field

P = ParamSpec("P")
_LETTER = re.compile(r"_([a-z0-9])")
SCALE = 12
"""Places of conversions and their values, which Google shares out between clicks and
sends as doubles; what stands behind is those doubles' noise."""
_EXACT, _LAST = Context(prec=60), Decimal(1).scaleb(-SCALE)


def camel(path: str) -> str:
    """Return a path as answers spell it."""
    return _LETTER.sub(lambda found: found[1].upper(), path)


def _named(
    make: Callable[Concatenate[str, str, P], Field],
) -> Callable[Concatenate[str, str, P], Field]:
    """Let a kind of column take Google's path."""

    def field(name: str, path: str, /, *args: P.args, **kwargs: P.kwargs) -> Field:
        return make(name, camel(path), *args, **kwargs)

    return field


key = _named(kit.key)
text = _named(kit.text)
boolean = _named(kit.boolean)
integer = _named(kit.integer)
number = _named(kit.number)
day = _named(kit.day)
texts = _named(kit.texts)
json_text = _named(kit.json_text)
_decimal = _named(kit.decimal)


def micros(name: str, path: str, description: str) -> Field:
    """Money in millionths of the account's currency, a whole number."""
    return integer(name, path, description, "1e-6 currency")


def flag(name: str, path: str, description: str) -> Field:
    """True or false, as part of a key; false where Google leaves it out."""
    declared = th.Property(name, th.BooleanType, required=True, description=description)
    return kit.Field(declared=declared, path=camel(path))


def degrees(name: str, path: str, description: str) -> Field:
    """A coordinate, which Google tells in millionths."""
    declared = number(name, path, description, "°").declared
    return kit.Field(
        declared=declared, path=camel(path), read=lambda whole: int(whole) / 1e6
    )


def exact(name: str, path: str, description: str, unit: str = "1") -> Field:
    """A number that Google shares out: text of at most `SCALE` places."""
    found = _decimal(name, path, description, unit, scale=SCALE)
    return replace(found, read=_shared)


def _shared(value: Any) -> str:  # noqa: ANN401 - any JSON value.
    """Round the noise of a double away.

    Raises:
        ValueError: It is no number.
    """
    if isinstance(value, bool | float) or not (number := Decimal(value)).is_finite():
        msg = f"a {type(value).__name__} is no exact number"
        raise ValueError(msg)
    rounded = number.quantize(_LAST, context=_EXACT)
    return format(rounded.normalize(_EXACT) + 0, "f")


CUSTOMER = key("customer_id", "customer.id", "The account.")
OWN_CUSTOMER = key("customer_id", "", "The account that was asked.")
CAMPAIGN = key("campaign_id", "campaign.id", "The campaign.")
AD_GROUP = key("ad_group_id", "ad_group.id", "The ad group.")
CURRENCY = text("currency", "", "Currency of the account, ISO 4217.")
DATE = day("date", "segments.date", "Day in the account's time zone.", required=True)
_HOUR = integer("hour", "segments.hour", "Hour of the account's day", "h")
HOUR = replace(
    _HOUR,
    declared=th.Property(
        "hour", th.IntegerType, required=True, description=_HOUR.declared.description
    ),
)

_COUNTS = {
    "impressions": "Times an ad was shown",
    "clicks": "Clicks",
    "interactions": "Clicks, views and whatever else counts for the kind of ad",
    "engagements": "Ads expanded",
    "video_trueview_views": "Video views that count as TrueView",
    "view_through_conversions": "Conversions after a view without a click",
}
_SHARED = {
    "conversions": ("Conversions that bids go by, on the day of the click", "1"),
    "conversions_value": ("Their value, on the day of the click", "currency"),
    "all_conversions": ("Conversions of all kinds, on the day of the click", "1"),
    "all_conversions_value": ("Their value, on the day of the click", "currency"),
    "conversions_by_conversion_date": (
        "Conversions that bids go by, on the day they happened",
        "1",
    ),
    "conversions_value_by_conversion_date": (
        "Their value, on the day they happened",
        "currency",
    ),
}
_PARTS = {
    "search_impression_share": "Impressions on search by those that were possible",
    "search_budget_lost_impression_share": "Lost because the budget was spent",
    "search_rank_lost_impression_share": "Lost because of the rank",
    "search_top_impression_share": "Among the top ads",
    "search_absolute_top_impression_share": "As the very first ad",
}
_SEGMENTS = {
    "device": "Device that showed the ad.",
    "ad_network_type": "Network that showed the ad.",
    "conversion_action": "Resource name of what was counted as a conversion.",
    "search_term_match_type": "How the term matched what was bid on.",
    "geo_target_region": "Region, `geoTargetConstants/…`; empty where unknown.",
    "geo_target_metro": "Metro area, `geoTargetConstants/…`; empty where unknown.",
    "geo_target_city": "City, `geoTargetConstants/…`; empty where unknown.",
    "geo_target_most_specific_location": "Finest place known, "
    "`geoTargetConstants/…`; empty where unknown.",
    "product_item_id": "The product, as Merchant Center calls it.",
    "product_country": "Country of sale, `geoTargetConstants/…`.",
    "click_type": "What was clicked.",
    "slot": "Where the ad stood.",
}


def metric(name: str) -> Field:
    """Declare one metric."""
    path = f"metrics.{name}"
    if name in _COUNTS:
        return integer(name, path, _COUNTS[name], "1")
    if name in _SHARED:
        return exact(name, path, *_SHARED[name])
    if name in _PARTS:
        return number(name, path, _PARTS[name], "1")
    return micros(name, path, "What it cost")


def metrics(*names: str) -> tuple[Field, ...]:
    """Declare metrics, and the currency of those that are money."""
    found = tuple(metric(name) for name in names)
    has_money = any("currency]" in str(f.declared.description) for f in found)
    return (*found, CURRENCY) if has_money else found


def segments(*names: str) -> tuple[Field, ...]:
    """Declare segments, which are part of the key; empty where Google gives none."""
    return tuple(key(name, f"segments.{name}", _SEGMENTS[name]) for name in names)


BASIC = (
    "impressions",
    "clicks",
    "cost_micros",
    "conversions",
    "conversions_value",
    "all_conversions",
    "all_conversions_value",
)
"""What nearly every view counts."""
USUAL = (*BASIC, "view_through_conversions")
