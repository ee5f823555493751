"""Campaigns as revision 2026-10-15 shows them: one list, with messages of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from wv_sandbox.klaviyo.calendar import FIRST_DAY, PLANNED_DAYS, sends
from wv_sandbox.klaviyo.campaigns import message_count, message_id, status
from wv_sandbox.klaviyo.resource import Resource, make_id, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from wv_sandbox.klaviyo.calendar import Send

_WORDS = {"Sent": "sent", "Sending": "sending", "Cancelled": "cancelled"}


def campaigns(seed: int, now: datetime) -> list[Resource]:
    """Return every campaign that has been begun, of all channels."""
    return [_campaign(seed, send, now) for send in _begun(seed, now)]


def messages(seed: int, now: datetime) -> list[Resource]:
    """Return the message of each campaign; variations are below it."""
    return [_message(seed, send, now) for send in _begun(seed, now)]


def audiences(seed: int, now: datetime) -> list[Resource]:
    """Return who each campaign is for."""
    return [
        Resource(
            "campaign-audience",
            make_id(seed, "audience", send.id),
            {
                "created": stamp(send.created),
                "updated": stamp(send.created),
                "definition": {
                    "name": "Everybody",
                    "included": [make_id(seed, "list", 0, length=6)],
                    "excluded": [],
                    "priority": 1,
                },
            },
            one={"campaign": ("campaign", send.id)},
        )
        for send in _begun(seed, now)
    ]


def variations(seed: int, now: datetime) -> list[Resource]:
    """Return what messages say; two where variations are tested."""
    return [
        Resource(
            "campaign-variation",
            make_id(seed, "variation", send.id, number),
            {
                "created": stamp(send.created),
                "updated": stamp(send.updated(now)),
                "definition": {
                    "name": f"Variation {number + 1}",
                    "details": _details(send, number),
                },
            },
            one={"campaign-message": ("campaign-message", message_id(seed, send))},
        )
        for send in _begun(seed, now)
        for number in range(message_count(seed, send))
    ]


def _begun(seed: int, now: datetime) -> Iterator[Send]:
    for send in sends(seed, FIRST_DAY, now + timedelta(days=PLANNED_DAYS)):
        if send.created <= now:
            yield send


def _campaign(seed: int, send: Send, now: datetime) -> Resource:
    archived = bool(send.archived and send.archived <= now)
    return Resource(
        "campaign",
        send.id,
        {
            "created_at": stamp(send.created),
            "updated_at": stamp(send.updated(now)),
            "definition": {
                "name": send.name,
                "builder": "wizard",
                "archived": archived,
                "color": None,
                "description": None,
                "send_settings": {
                    "send_timezone": "UTC",
                    "send_strategy": "static",
                },
            },
        },
        many={
            "campaign-audiences": [
                ("campaign-audience", make_id(seed, "audience", send.id))
            ],
            "campaign-messages": [("campaign-message", message_id(seed, send))],
        },
        asked={"archived": archived, "name": send.name, "builder": "wizard"},
    )


def _message(seed: int, send: Send, now: datetime) -> Resource:
    stage = _WORDS.get(status(send, now), status(send, now).lower())
    count = message_count(seed, send)
    return Resource(
        "campaign-message",
        message_id(seed, send),
        {
            "created": stamp(send.created),
            "updated": stamp(send.updated(now)),
            "definition": {
                "name": send.name,
                "status": stage,
                "tracking_options": {
                    "is_add_utm": True,
                    "is_tracking_clicks": True,
                    "is_tracking_opens": True,
                },
                "send_options": {
                    "send_time": stamp(send.sent),
                    "send_times": None,
                    "send_strategy": "static",
                },
            },
        },
        one={"campaign": ("campaign", send.id)},
        many={
            "campaign-variations": [
                ("campaign-variation", make_id(seed, "variation", send.id, number))
                for number in range(count)
            ]
        },
        asked={"campaign_id": send.id, "status": stage, "name": send.name},
    )


def _details(send: Send, number: int) -> dict[str, Any]:
    match send.channel:
        case "sms":
            return {
                "channel": "sms",
                "template_id": None,
                "body": f"{send.name}: see what is new.",
                "text_message_type": "SMS",
            }
        case "mobile_push":
            return {"channel": "push", "title": send.name, "body": "See what is new."}
        case _:
            return {
                "channel": "email",
                "template_id": None,
                "from_label": "The shop",
                "from_email": "hello@shop.example",
                "reply_to_email": "",
                "cc_email": "",
                "bcc_email": "",
                "subject": f"{send.name} ({number + 1})",
                "preview_text": "What the weather asks for.",
            }
