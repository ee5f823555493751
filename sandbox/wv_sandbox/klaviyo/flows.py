"""Flows, their actions and messages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.klaviyo.calendar import FIRST_DAY
from wv_sandbox.klaviyo.resource import Resource, make_id, stamp

if TYPE_CHECKING:
    from datetime import datetime

FLOWS: Final = (
    ("Welcome", "Added to List"),
    ("Abandoned checkout", "Metric"),
    ("Browse abandonment", "Metric"),
    ("After the order", "Metric"),
    ("Win back", "Metric"),
    ("Birthday", "Date Based"),
)
_ACTIONS: Final = ("time-delay", "send-email", "send-email", "send-sms")
_TOUCHED_EVERY_DAYS = 45


def flow_id(seed: int, number: int) -> str:
    """Return the id of a flow."""
    return make_id(seed, "flow", number, length=6)


def flows(seed: int, now: datetime) -> list[Resource]:
    """Return every flow; the last is archived."""
    return [
        Resource(
            "flow",
            flow_id(seed, number),
            {
                "name": name,
                "status": "live" if number < len(FLOWS) - 1 else "draft",
                "archived": number == len(FLOWS) - 1,
                "created": stamp(_created(number)),
                "updated": stamp(_updated(number, now)),
                "trigger_type": trigger,
            },
            many={"tags": [("tag", make_id(seed, "tag", number % 4, length=32))]},
        )
        for number, (name, trigger) in enumerate(FLOWS)
    ]


def actions(seed: int, flow: str, now: datetime) -> list[Resource]:
    """Return the actions of a flow, in their order; none for an unknown one."""
    return [
        Resource(
            "flow-action",
            _action_id(seed, number, place),
            {
                "created": stamp(_created(number)),
                "updated": stamp(_updated(number, now)),
                "definition": _action(seed, number, place),
            },
            one={"flow": ("flow", flow)},
            asked={"action_type": kind, "status": "live"},
        )
        for number in _numbers(seed, flow)
        for place, kind in enumerate(_ACTIONS)
    ]


def messages(seed: int, action: str, now: datetime) -> list[Resource]:
    """Return the message of an action that sends one."""
    return [
        Resource(
            "flow-message",
            make_id(seed, "flow-message", number, place, length=6),
            {
                "channel": kind.removeprefix("send-"),
                "created": stamp(_created(number)),
                "updated": stamp(_updated(number, now)),
                "definition": _message(kind, number, place),
            },
            one={
                "flow-action": ("flow-action", action),
                "template": ("template", make_id(seed, "template", place, length=6)),
            },
            asked={"name": FLOWS[number][0]},
        )
        for number in range(len(FLOWS))
        for place, kind in enumerate(_ACTIONS)
        if _action_id(seed, number, place) == action and kind.startswith("send-")
    ]


def _numbers(seed: int, flow: str) -> list[int]:
    return [n for n in range(len(FLOWS)) if flow_id(seed, n) == flow]


def _action_id(seed: int, number: int, place: int) -> str:
    return make_id(seed, "flow-action", number, place, length=8)


def _created(number: int) -> datetime:
    return FIRST_DAY + timedelta(days=3 * number)


def _updated(number: int, now: datetime) -> datetime:
    rhythm = timedelta(days=_TOUCHED_EVERY_DAYS + number)
    return _created(number) + (now - _created(number)) // rhythm * rhythm


def _action(seed: int, number: int, place: int) -> dict[str, Any]:
    following = place + 1 < len(_ACTIONS)
    identity = _action_id(seed, number, place)
    action: dict[str, Any] = {
        "id": identity,
        "type": _ACTIONS[place],
        "links": {"next": _action_id(seed, number, place + 1) if following else None},
    }
    if _ACTIONS[place] == "time-delay":
        action["data"] = {
            "unit": "hours",
            "value": 4,
            "secondary_value": None,
            "timezone": "profile",
        }
    else:
        action["data"] = {
            "message": _message(_ACTIONS[place], number, place),
            "status": "live",
        }
    return action


def _message(kind: str, number: int, place: int) -> dict[str, Any]:
    name = f"{FLOWS[number][0]} {place}"
    common = {
        "smart_sending_enabled": True,
        "transactional": False,
        "add_tracking_params": False,
        "custom_tracking_params": None,
        "additional_filters": None,
        "name": name,
    }
    if kind == "send-sms":
        return common | {
            "body": f"{name}: see what is new.",
            "image_id": None,
            "dynamic_image": None,
            "shorten_links": True,
            "include_contact_card": False,
            "add_org_prefix": True,
            "add_info_link": True,
            "add_opt_out_language": False,
            "sms_quiet_hours_enabled": True,
        }
    return common | {
        "from_email": "hello@shop.example",
        "from_label": "The shop",
        "reply_to_email": None,
        "cc_email": None,
        "bcc_email": None,
        "subject_line": name,
        "preview_text": None,
        "template_id": None,
    }
