"""Reports: what campaigns and flows brought, and metrics by the day.

https://developers.klaviyo.com/en/reference/reporting_api_overview
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from wv_sandbox.klaviyo import flows
from wv_sandbox.klaviyo.calendar import sends
from wv_sandbox.klaviyo.campaigns import message_id
from wv_sandbox.klaviyo.errors import KlaviyoError
from wv_sandbox.klaviyo.events import METRICS, happened, metric_id
from wv_sandbox.klaviyo.filters import parse
from wv_sandbox.klaviyo.resource import share, stamp
from wv_sandbox.klaviyo.rules import endpoints

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wv_sandbox.klaviyo.calendar import Send

_KEYS = {
    "today": 0,
    "yesterday": 1,
    "last_7_days": 7,
    "last_30_days": 30,
    "last_90_days": 90,
    "last_365_days": 365,
}
_YEAR = timedelta(days=366)
_AGGREGATE = {"datetime": ["greater-or-equal", "less-than"]}


def attributes(path: str, body: bytes) -> dict[str, Any]:
    """Read what a report asks for, strictly.

    Raises:
        KlaviyoError: It is no such question, or a word in it is not allowed.
    """
    rules = endpoints()[path]["body"]
    try:
        data = json.loads(body)["data"]
        asked: dict[str, Any] = data["attributes"]
        is_ours = data["type"] == rules["type"]
    except (ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        msg = "Invalid input."
        raise _invalid(msg, "/data")
    for name in rules["required"]:
        if not asked.get(name):
            msg = f"{name} is a required field."
            raise _invalid(msg, f"/data/attributes/{name}")
    for name, value in asked.items():
        pointer = f"/data/attributes/{name}"
        if name not in rules["attributes"]:
            msg = f"'{name}' is not a valid field."
            raise _invalid(msg, pointer)
        allowed = rules["attributes"][name]
        values = value if isinstance(value, list) else [value]
        if allowed and not set(values) <= set(allowed):
            msg = f"'{value}' is not a valid choice."
            raise _invalid(msg, pointer)
    return asked


def campaign_values(seed: int, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Give the figures of each message sent in a time, by its day of sending."""
    first, last = _timeframe(asked, now)
    _conversion(seed, asked)
    mailed = [s for s in sends(seed, first, min(last, now)) if not s.cancelled]
    counted = _counts(seed, mailed, now)
    results = [
        {
            "groupings": {
                "campaign_id": send.id,
                "campaign_message_id": message_id(seed, send),
                "send_channel": send.channel.replace("_", "-"),
            },
            "statistics": _statistics(seed, send, counted, asked["statistics"]),
        }
        for send in mailed
    ]
    return _report("campaign-values-report", results)


def flow_values(seed: int, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Give the figures of each flow's messages in a time."""
    first, last = _timeframe(asked, now)
    _conversion(seed, asked)
    days = max(1, (min(last, now) - first).days)
    results = []
    for flow in flows.flows(seed, now):
        for action in flows.actions(seed, flow.id, now):
            for message in flows.messages(seed, action.id, now):
                sent = int(days * 20 * share(seed, "flow sends", message.id))
                results.append(
                    {
                        "groupings": {
                            "flow_id": flow.id,
                            "flow_message_id": message.id,
                            "send_channel": message.attributes["channel"],
                        },
                        "statistics": _figures(
                            Counter(sent=sent, opens=sent // 3, clicks=sent // 14),
                            0.0,
                            asked["statistics"],
                        ),
                    }
                )
    return _report("flow-values-report", results)


def metric_aggregate(seed: int, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Count a metric's events by the day of a time zone.

    Raises:
        KlaviyoError: No such metric, or the filter does not bound the time.
    """
    names = {metric_id(seed, name): name for name, _ in METRICS}
    name = names.get(asked["metric_id"])
    if name is None:
        raise KlaviyoError(404, "not_found", "A metric with this id does not exist.")
    zone = ZoneInfo(asked.get("timezone") or "UTC")
    first, last = _bounds(asked["filter"], zone)
    counts: Counter[str] = Counter()
    values: Counter[str] = Counter()
    people: set[tuple[str, int]] = set()
    for event in happened(seed, first, last - timedelta(seconds=1), now):
        if event.metric == name:
            day = event.at.astimezone(zone).date().isoformat()
            counts[day] += 1
            values[day] += round(100 * float(event.value or 0))
            people.add((day, event.person))
    days = _days(first, last, zone)
    unique = Counter(day for day, _ in people)
    figures = {
        "count": [float(counts[day.date().isoformat()]) for day in days],
        "sum_value": [values[day.date().isoformat()] / 100 for day in days],
        "unique": [float(unique[day.date().isoformat()]) for day in days],
    }
    return {
        "type": "metric-aggregate",
        "id": asked["metric_id"],
        "attributes": {
            "dates": [stamp(day) for day in days],
            "data": [
                {
                    "dimensions": [],
                    "measurements": {m: figures[m] for m in asked["measurements"]},
                }
            ],
        },
    }


def _report(kind: str, results: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": kind, "attributes": {"results": results}}


def _counts(seed: int, mailed: list[Send], now: datetime) -> dict[str, Counter[str]]:
    """Count the events of each campaign's messages."""
    counted: dict[str, Counter[str]] = {send.id: Counter() for send in mailed}
    if not mailed:
        return counted
    first = min(send.sent for send in mailed)
    last = max(send.sent for send in mailed) + timedelta(days=5)
    for event in happened(seed, first, last, now):
        if event.campaign in counted:
            counted[event.campaign][event.metric] += 1
    return counted


def _statistics(
    seed: int, send: Send, counted: dict[str, Counter[str]], names: Iterable[str]
) -> dict[str, float]:
    found = counted[send.id]
    tally = Counter(
        sent=found["Received Email"] + found["Received SMS"],
        opens=found["Opened Email"],
        clicks=found["Clicked Email"],
        conversions=int(12 * share(seed, "conversions", send.id)),
    )
    return _figures(tally, 40.0 * tally["conversions"], names)


def _figures(
    tally: Counter[str], value: float, names: Iterable[str]
) -> dict[str, float]:
    sent = tally["sent"]
    figures = {
        "recipients": sent,
        "delivered": sent,
        "opens": tally["opens"],
        "opens_unique": tally["opens"],
        "clicks": tally["clicks"],
        "clicks_unique": tally["clicks"],
        "conversions": tally["conversions"],
        "conversion_uniques": tally["conversions"],
        "conversion_value": value,
        "open_rate": tally["opens"] / sent if sent else 0.0,
        "click_rate": tally["clicks"] / sent if sent else 0.0,
        "delivery_rate": 1.0 if sent else 0.0,
    }
    return {name: float(figures.get(name, 0)) for name in names}


def _timeframe(asked: dict[str, Any], now: datetime) -> tuple[datetime, datetime]:
    frame = asked["timeframe"]
    if key := frame.get("key"):
        if key not in _KEYS:
            msg = "Invalid timeframe."
            raise _invalid(msg, "/data/attributes/timeframe")
        return now - timedelta(days=_KEYS[key]), now
    first, last = (
        datetime.fromisoformat(frame[name]).replace(tzinfo=UTC)
        for name in ("start", "end")
    )
    if not first < last <= first + _YEAR:
        detail = "The timeframe must not be longer than one year."
        raise _invalid(detail, "/data/attributes/timeframe")
    return first, last


def _conversion(seed: int, asked: dict[str, Any]) -> None:
    if asked["conversion_metric_id"] not in {metric_id(seed, n) for n, _ in METRICS}:
        detail = "A metric with this id does not exist."
        raise _invalid(detail, "/data/attributes/conversion_metric_id")


def _bounds(filters: list[str], zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Read the time of an aggregate; instants without an offset are local."""
    bounds: dict[str, datetime] = {}
    for text in filters:
        whole = text if text.endswith("Z)") else text.replace(")", "Z)")
        for condition in parse(whole, _AGGREGATE):
            at = condition.value
            local = at if whole == text else at.replace(tzinfo=zone)
            bounds[condition.operator] = local
    if len(bounds) != len(_AGGREGATE["datetime"]):
        msg = "The filter must bound the time."
        raise _invalid(msg, "/data/attributes/filter")
    return bounds["greater-or-equal"], bounds["less-than"]


def _days(first: datetime, last: datetime, zone: ZoneInfo) -> list[datetime]:
    day, days = first.astimezone(zone).replace(hour=0, minute=0, second=0), []
    while day < last:
        days.append(day)
        day = (day + timedelta(hours=36)).replace(hour=0)
    return days


def _invalid(detail: str, pointer: str) -> KlaviyoError:
    return KlaviyoError(400, "invalid", detail, pointer=pointer)
