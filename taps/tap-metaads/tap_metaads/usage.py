"""What Meta's five usage headers say: how much of a limit is used, and since when.

https://developers.facebook.com/docs/graph-api/overview/rate-limiting
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

APP = "X-App-Usage"
ACCOUNT = "X-Ad-Account-Usage"
BUSINESS = "X-Business-Use-Case-Usage"
INSIGHTS = "X-FB-Ads-Insights-Throttle"
REACH = "X-Fb-Ads-Insights-Reach-Throttle"
HEADERS = (APP, ACCOUNT, BUSINESS, INSIGHTS, REACH)

INSIGHTS_CASE = "ads_insights"
MANAGEMENT_CASE = "ads_management"
AUDIENCE_CASE = "custom_audience"
LIMITED_TIER = "development_access"
BLOCK_SECONDS = {True: 300.0, False: 60.0}
"""How long an account is blocked, by whether its access is limited [s]."""
_PERCENTS = ("call_count", "total_time", "total_cputime")
_SHARES = ("app_id_util_pct", "acc_id_util_pct")


class Usage(NamedTuple):
    """How much of one limit is used.

    Args:
        scope: `app` or `account`.
        case: Use case that it is about; empty for all.
        percent: Share that is used [%].
        regain_seconds: Until there is room again [s]; 0 where Meta does not say.
    """

    scope: str
    case: str
    percent: float
    regain_seconds: float


def usages(headers: Mapping[str, str]) -> Iterator[Usage]:
    """Read every limit that an answer speaks of; what makes no sense is left out."""
    app = _object(headers, APP)
    if app:
        yield Usage("app", "", _highest(app, _PERCENTS), 0.0)
    account = _object(headers, ACCOUNT)
    if account:
        percent = _number(account.get("acc_id_util_pct"))
        regain = _number(account.get("reset_time_duration"))
        yield Usage("account", "", percent, regain)
    throttle = _object(headers, INSIGHTS)
    if throttle:
        for scope, name in zip(("app", "account"), _SHARES, strict=True):
            yield Usage(scope, INSIGHTS_CASE, _number(throttle.get(name)), 0.0)
    for entry in _entries(_object(headers, BUSINESS)):
        minutes = _number(entry.get("estimated_time_to_regain_access"))
        case = str(entry.get("type") or "")
        yield Usage("account", case, _highest(entry, _PERCENTS), minutes * 60)


def reach_percent(headers: Mapping[str, str]) -> float:
    """Return how much of the daily reach reports is used [%]; 0 if not said."""
    return _highest(_object(headers, REACH), _SHARES)


def regain_seconds(headers: Mapping[str, str]) -> float:
    """Return how long a limit that was met wants us away [s]."""
    told = [usage.regain_seconds for usage in usages(headers)]
    return max(told, default=0.0) or BLOCK_SECONDS[is_limited(headers)]


def is_limited(headers: Mapping[str, str]) -> bool:
    """Tell whether an answer names the tier with few calls."""
    tiers = [_object(headers, name).get("ads_api_access_tier") for name in HEADERS]
    tiers += [
        entry.get("ads_api_access_tier")
        for entry in _entries(_object(headers, BUSINESS))
    ]
    return LIMITED_TIER in tiers


def _object(headers: Mapping[str, str], name: str) -> dict[str, Any]:
    text = headers.get(name)
    try:
        found = msgspec.json.decode(text) if text else {}
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _entries(business: Mapping[str, Any]) -> list[dict[str, Any]]:
    lists = [entries for entries in business.values() if isinstance(entries, list)]
    return [entry for entries in lists for entry in entries if isinstance(entry, dict)]


def _highest(found: Mapping[str, Any], names: tuple[str, ...]) -> float:
    return max((_number(found.get(name)) for name in names), default=0.0)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return 0.0
    return max(float(value), 0.0) if value == value else 0.0  # noqa: PLR0124 - NaN.
