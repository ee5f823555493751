"""What an account has beside its ads: audiences, conversions, labels, a pixel."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.metaads.targeting import places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from wv_sandbox.metaads.accounts import Account
    from wv_sandbox.shopify.shop.cities import City

PIXEL_ID: Final = "500000000000001"
_AUDIENCES: Final = (
    ("Visitors, 30 days", "WEBSITE", 30),
    ("Visitors, 180 days", "WEBSITE", 180),
    ("Buyers", "CUSTOM", 0),
    ("Like buyers", "LOOKALIKE", 0),
    ("Rain buyers", "CUSTOM", 0),
)
_CONVERSIONS: Final = (
    ("Big basket", "PURCHASE", "total_greater"),
    ("Newsletter", "COMPLETE_REGISTRATION", "url_contains"),
)
_LABELS: Final = ("weather", "evergreen", "sale")
_SAVED: Final = ("Rainy north", "Sunny south")
_READY: Final = {"code": 200, "description": "This audience is ready for use."}


def audiences(account: Account, now: datetime) -> list[dict[str, Any]]:
    """Write the custom audiences; they are told by seconds, not by stamps."""
    return [
        _audience(account, number, now)
        for number in range(len(_AUDIENCES))
        if _made(account, number) <= now
    ]


def _audience(account: Account, number: int, now: datetime) -> dict[str, Any]:
    name, subtype, days = _AUDIENCES[number]
    made = _made(account, number)
    # The server refreshes audiences of visitors every day.
    updated = _floor(now) if days else made
    size = 1_000 * (number + 1) * (number + 2)
    found: dict[str, Any] = {
        "id": _id(account, 60, number),
        "account_id": account.id,
        "name": name,
        "description": f"{name} of the shop",
        "subtype": subtype,
        "approximate_count_lower_bound": size,
        "approximate_count_upper_bound": size + size // 5,
        "delivery_status": _READY,
        "operation_status": {"code": 200, "description": "Normal"},
        "time_created": int(made.timestamp()),
        "time_updated": int(updated.timestamp()),
        "time_content_updated": int(updated.timestamp()),
        "is_value_based": False,
    }
    match subtype:
        case "WEBSITE":
            rule = {"inclusions": {"operator": "or", "rules": []}}
            found |= {"retention_days": days, "pixel_id": PIXEL_ID}
            found["rule"] = json.dumps(rule)
            found["data_source"] = {"type": "EVENT_BASED", "sub_type": "ANYTHING"}
        case "LOOKALIKE":
            origin = [{"id": _id(account, 60, 2), "name": _AUDIENCES[2][0]}]
            found["lookalike_spec"] = {"ratio": 0.01, "origin": origin}
        case _:
            found["customer_file_source"] = "USER_PROVIDED_ONLY"
    return found


def saved_audiences(
    account: Account, cities: Sequence[City], now: datetime
) -> list[dict[str, Any]]:
    """Write the saved audiences."""
    return [
        {
            "id": _id(account, 61, number),
            "account": {"account_id": account.id, "id": f"act_{account.id}"},
            "name": name,
            "description": name,
            "targeting": {"geo_locations": places(cities, "all")},
            "approximate_count_lower_bound": 90_000,
            "approximate_count_upper_bound": 110_000,
            "run_status": "ACTIVE",
            "time_created": account.stamp(_made(account, number)),
            "time_updated": account.stamp(_made(account, number)),
        }
        for number, name in enumerate(_SAVED)
        if _made(account, number) <= now
    ]


def conversions(account: Account, now: datetime) -> list[dict[str, Any]]:
    """Write the custom conversions."""
    return [
        {
            "id": _id(account, 62, number),
            "account_id": account.id,
            "name": name,
            "description": name,
            "custom_event_type": event,
            "event_source_type": "pixel",
            "rule": json.dumps({"and": [{"event": {"eq": event}}, {kind: 100}]}),
            "default_conversion_value": 0,
            "creation_time": account.stamp(_made(account, number)),
            "first_fired_time": account.stamp(min(_made(account, number + 1), now)),
            "last_fired_time": account.stamp(_floor(now)),
            "is_archived": False,
            "is_unavailable": False,
            "retention_days": 0,
            "data_sources": [{"id": PIXEL_ID, "source_type": "PIXEL"}],
            "pixel": {"id": PIXEL_ID},
        }
        for number, (name, event, kind) in enumerate(_CONVERSIONS)
        if _made(account, number) <= now
    ]


def labels(account: Account, now: datetime) -> list[dict[str, Any]]:
    """Write the ad labels."""
    return [
        {
            "id": _id(account, 63, number),
            "account": {"account_id": account.id, "id": f"act_{account.id}"},
            "name": name,
            "created_time": account.stamp(_made(account, number)),
            "updated_time": account.stamp(_made(account, number)),
        }
        for number, name in enumerate(_LABELS)
        if _made(account, number) <= now
    ]


def pixels(account: Account, now: datetime) -> list[dict[str, Any]]:
    """Write the one pixel, which accounts share."""
    return [
        {
            "id": PIXEL_ID,
            "name": "Shop pixel",
            "creation_time": account.stamp(account.created),
            "last_fired_time": account.stamp(_floor(now)),
            "is_unavailable": False,
            "owner_ad_account": {"account_id": account.id, "id": f"act_{account.id}"},
            "data_use_setting": "ADVERTISING_AND_ANALYTICS",
            "first_party_cookie_status": "first_party_cookie_enabled",
        }
    ]


def _id(account: Account, kind: int, number: int) -> str:
    return f"{kind}{account.id[-3:]}{number + 1:010d}"


def _made(account: Account, number: int) -> datetime:
    return account.created + timedelta(days=47 + 60 * number)


def _floor(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
