"""The account's log: who made, paused and deleted what, and what was charged.

Entries have no id of their own.
https://developers.facebook.com/docs/marketing-api/reference/ad-activity
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.ads.life import State
from wv_sandbox.metaads.errors import invalid
from wv_sandbox.metaads.structure import changed_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wv_sandbox.ads.plan import Ad, Campaign, Group
    from wv_sandbox.metaads.accounts import Account
    from wv_sandbox.metaads.request import Request

_DEFAULT_DAYS = 7
"""How far back the log reaches when nothing else is asked."""
_MAKES: Final = {
    "campaign": ("create_campaign_group", "Campaign created", "CAMPAIGN_GROUP"),
    "ad_set": ("create_ad_set", "Ad set created", "CAMPAIGN"),
    "ad": ("create_ad", "Ad created", "ADGROUP"),
}
_MOVES: Final = {
    "campaign": "update_campaign_run_status",
    "ad_set": "update_ad_set_run_status",
    "ad": "update_ad_run_status",
}
_ACTOR: Final = {"actor_id": "122000000000000001", "actor_name": "Sandbox Person"}
_APP: Final = {"application_id": "119211728144504", "application_name": "Ads Manager"}


class Thing(NamedTuple):
    """Something with a life, and what it is."""

    kind: str
    item: Campaign | Group | Ad


def activities(
    account: Account, things: Sequence[Thing], request: Request, now: datetime
) -> list[dict[str, Any]]:
    """Write the entries that a request asks for, newest first.

    Raises:
        GraphError: `since` or `until` is no time.
    """
    since = _instant(request, "since", now - timedelta(days=_DEFAULT_DAYS))
    until = min(_instant(request, "until", now), now)
    found = [
        (at, entry) for at, entry in _all(account, things, now) if since <= at <= until
    ]
    found.sort(key=lambda pair: (pair[0], pair[1]["object_id"]), reverse=True)
    return [entry for _, entry in found]


def _all(
    account: Account, things: Sequence[Thing], now: datetime
) -> Iterator[tuple[datetime, dict[str, Any]]]:
    for thing in things:
        days = thing.item.life.changes()
        for place, day in enumerate(days):
            at = changed_at(account, thing.item, day)
            yield at, _entry(account, thing, at, None if not place else day)
    month = 1
    while (at := account.created + timedelta(days=30 * month)) <= now:
        yield at, _charge(account, at, month)
        month += 1


def _entry(
    account: Account, thing: Thing, at: datetime, day: int | None
) -> dict[str, Any]:
    event, words, kind = _MAKES[thing.kind]
    extra: dict[str, Any] = {}
    if day is not None:
        event, words = _MOVES[thing.kind], "Status updated"
        life = thing.item.life
        extra = {
            "old_value": _word(life.state(day - 1)),
            "new_value": _word(life.state(day)),
        }
    return {
        "event_time": account.stamp(at),
        "date_time_in_timezone": f"{account.local(at):%m/%d/%Y at %I:%M %p}",
        "event_type": event,
        "translated_event_type": words,
        "object_id": str(thing.item.id),
        "object_name": thing.item.name,
        "object_type": kind,
        "extra_data": json.dumps(extra),
        **_ACTOR,
        **_APP,
    }


def _charge(account: Account, at: datetime, month: int) -> dict[str, Any]:
    paid = {"currency": account.currency, "new_value": 10_000 + 25 * month}
    return {
        "event_time": account.stamp(at),
        "date_time_in_timezone": f"{account.local(at):%m/%d/%Y at %I:%M %p}",
        "event_type": "ad_account_billing_charge",
        "translated_event_type": "Account charged",
        "object_id": account.id,
        "object_name": account.name,
        "object_type": "ACCOUNT",
        "extra_data": json.dumps(paid),
        "actor_id": "0",
        "actor_name": "Meta",
    }


def _word(state: State) -> str:
    return {State.ACTIVE: "Active", State.PAUSED: "Inactive"}.get(state, "Deleted")


def _instant(request: Request, name: str, default: datetime) -> datetime:
    """Read a time: seconds since 1970, or a date or stamp in UTC."""
    text = request.text(name)
    if not text:
        return default
    try:
        if text.isdecimal():
            return datetime.fromtimestamp(int(text), UTC)
        read = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        words = f"Param {name} must be a valid date string"
        raise invalid(words, name) from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
