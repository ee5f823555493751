"""Campaigns and their messages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from wv_sandbox.klaviyo.calendar import FIRST_DAY, PLANNED_DAYS, sends
from wv_sandbox.klaviyo.resource import Resource, make_id, share, stamp

if TYPE_CHECKING:
    from datetime import datetime

    from wv_sandbox.klaviyo.calendar import Send

_TESTED = 0.15
"""Share of emails with two variations."""
_UNSORTED = 0.06
"""Share of archived campaigns that come a little out of order."""


def campaigns(seed: int, now: datetime) -> list[Resource]:
    """Return every campaign that has been begun."""
    last = now + timedelta(days=PLANNED_DAYS)
    return [
        _campaign(seed, send, now)
        for send in sends(seed, FIRST_DAY, last)
        if send.created <= now
    ]


def messages(seed: int, now: datetime) -> list[Resource]:
    """Return the messages of every campaign; two where variations are tested."""
    last = now + timedelta(days=PLANNED_DAYS)
    return [
        _message(seed, send, number, now)
        for send in sends(seed, FIRST_DAY, last)
        if send.created <= now
        for number in range(message_count(seed, send))
    ]


def message_count(seed: int, send: Send) -> int:
    """Return how many messages a campaign has."""
    tested = send.channel == "email" and share(seed, "tested", send.day) < _TESTED
    return 2 if tested else 1


def message_id(seed: int, send: Send, number: int = 0) -> str:
    """Return the id of a campaign's message."""
    return make_id(seed, "message", send.id, number)


def status(send: Send, now: datetime) -> str:
    """Return the server's word for how far a campaign has come."""
    if send.cancelled and send.cancelled <= now:
        return "Cancelled"
    if send.sent + timedelta(minutes=20) <= now:
        return "Sent"
    if send.sent <= now:
        return "Sending"
    return "Scheduled" if send.scheduled <= now else "Draft"


def _campaign(seed: int, send: Send, now: datetime) -> Resource:
    is_archived = bool(send.archived and send.archived <= now)
    updated = send.updated(now)
    local = share(seed, "local", send.id) < 0.2  # noqa: PLR2004 - a fifth.
    is_sent = status(send, now) in {"Sent", "Sending"}
    jumps = is_archived and share(seed, "unsorted", send.id) < _UNSORTED
    ids = [message_id(seed, send, n) for n in range(message_count(seed, send))]
    return Resource(
        "campaign",
        send.id,
        {
            "name": send.name,
            "status": status(send, now),
            "archived": is_archived,
            "audiences": {
                "included": [make_id(seed, "list", 0, length=6)],
                "excluded": [],
            },
            "send_options": {"use_smart_sending": True},
            "tracking_options": _tracking(send),
            "send_strategy": {
                "method": "static",
                "datetime": stamp(send.sent),
                "options": {"is_local": True, "send_past_recipients_immediately": False}
                if local
                else {"is_local": False},
            },
            "created_at": stamp(send.created),
            "scheduled_at": stamp(send.scheduled) if send.scheduled <= now else None,
            "updated_at": stamp(updated),
            "send_time": stamp(send.sent) if is_sent else None,
        },
        many={
            "campaign-messages": [("campaign-message", i) for i in ids],
            "tags": [("tag", make_id(seed, "tag", send.day % 4, length=32))],
        },
        asked={
            "messages.channel": send.channel,
            "sort:updated_at": stamp(updated + timedelta(hours=30 * jumps)),
        },
    )


def _tracking(send: Send) -> dict[str, Any]:
    tracking: dict[str, Any] = {
        "add_tracking_params": True,
        "custom_tracking_params": [],
    }
    if send.channel == "email":
        tracking |= {"is_tracking_clicks": True, "is_tracking_opens": True}
    return tracking


def _message(seed: int, send: Send, number: int, now: datetime) -> Resource:
    return Resource(
        "campaign-message",
        message_id(seed, send, number),
        {
            "definition": _definition(send, number),
            "send_times": [{"datetime": stamp(send.sent), "is_local": False}],
            "created_at": stamp(send.created),
            "updated_at": stamp(send.updated(now)),
        },
        one={
            "campaign": ("campaign", send.id),
            "template": (
                "template",
                make_id(seed, "template", send.day % 12, length=6),
            ),
        },
    )


def _definition(send: Send, number: int) -> dict[str, Any]:
    match send.channel:
        case "sms":
            return {
                "channel": "sms",
                "content": {
                    "body": f"{send.name}: see what is new.",
                    "media_url": None,
                },
                "render_options": {
                    "shorten_links": True,
                    "add_org_prefix": True,
                    "add_info_link": True,
                    "add_opt_out_language": False,
                },
            }
        case "mobile_push":
            return {
                "channel": "mobile_push",
                "notification_type": "standard",
                "content": {"title": send.name, "body": "See what is new."},
                "kv_pairs": None,
            }
        case _:
            return {
                "channel": "email",
                "label": f"Variation {number + 1}",
                "content": {
                    "subject": f"{send.name} ({number + 1})",
                    "preview_text": "What the weather asks for.",
                    "from_email": "hello@shop.example",
                    "from_label": "The shop",
                    "reply_to_email": None,
                    "cc_email": None,
                    "bcc_email": None,
                },
            }
