"""Campaigns that apps report: `MarketingEvent`, `MarketingActivity`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.shopify.shop.demand import DAY_SECONDS
from wv_sandbox.shopify.shop.ids import gid, legacy
from wv_sandbox.shopify.shop.money import amount
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.series import Item, Series
from wv_sandbox.shopify.shop.times import stamp, stamp_or_none

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.view import View

CAMPAIGNS: Final = Series("MarketingEvent", 60, every_days=14, touch_days=300)
ACTIVITIES: Final = Series("MarketingActivity", 60, every_days=14, touch_days=30)
_RUNS_SECONDS: Final = 10 * DAY_SECONDS
_CHANNELS: Final = (
    ("AD", "SEARCH", "google", "cpc"),
    ("NEWSLETTER", "EMAIL", "klaviyo", "email"),
    ("POST", "SOCIAL", "facebook", "social"),
)
_APP: Final = {"__typename": "App", "id": gid("App", 0)}


def _channel(item: Item) -> tuple[str, str, str, str]:
    return _CHANNELS[item.row % len(_CHANNELS)]


def _name(item: Item) -> str:
    return f"campaign-{item.row:03d}"


def _ended(item: Item) -> str | None:
    end = CAMPAIGNS.created(item.row) + _RUNS_SECONDS
    return stamp_or_none(end if end <= item.view.now else 0)


MARKETING_EVENT: Final = named(
    "MarketingEvent",
    {
        "id": lambda i: gid("MarketingEvent", i.row),
        "legacyResourceId": lambda i: legacy("MarketingEvent", i.row),
        "app": lambda _: _APP,
        "channelHandle": lambda i: _channel(i)[2],
        "description": lambda i: f"Campaign {i.row}",
        "endedAt": _ended,
        "manageUrl": lambda _: None,
        "marketingChannelType": lambda i: _channel(i)[1],
        "previewUrl": lambda _: None,
        "remoteId": lambda i: f"remote-{i.row}",
        "scheduledToEndAt": lambda i: stamp(CAMPAIGNS.created(i.row) + _RUNS_SECONDS),
        "sourceAndMedium": lambda i: f"{_channel(i)[2]} / {_channel(i)[3]}",
        "startedAt": lambda i: stamp(CAMPAIGNS.created(i.row)),
        "type": lambda i: _channel(i)[0],
        "utmCampaign": _name,
        "utmMedium": lambda i: _channel(i)[3],
        "utmSource": lambda i: _channel(i)[2],
    },
)


def _runs(item: Item) -> bool:
    return _ended(item) is None


def _utm(item: Item) -> dict[str, Any]:
    _, _, source, medium = _channel(item)
    return {
        "__typename": "UTMParameters",
        "campaign": _name(item),
        "content": None,
        "medium": medium,
        "source": source,
        "term": None,
    }


def _spend(item: Item) -> dict[str, Any]:
    days = (item.view.now - CAMPAIGNS.created(item.row)) // DAY_SECONDS
    spent = min(days, _RUNS_SECONDS // DAY_SECONDS) * 1250
    return amount(spent, item.view.shop.kind.currency)


def _budget(item: Item) -> dict[str, Any]:
    return {
        "__typename": "MarketingBudget",
        "budgetType": "DAILY",
        "total": amount(1250, item.view.shop.kind.currency),
    }


def _updated(item: Item) -> str:
    return stamp(ACTIVITIES.updated(item.row, item.view.now))


MARKETING_ACTIVITY: Final = named(
    "MarketingActivity",
    {
        "id": lambda i: gid("MarketingActivity", i.row),
        "activityListUrl": lambda _: None,
        "adSpend": _spend,
        "app": lambda _: _APP,
        "appErrors": lambda _: None,
        "budget": _budget,
        "createdAt": lambda i: stamp(ACTIVITIES.created(i.row)),
        "formData": lambda _: None,
        "hierarchyLevel": lambda _: "CAMPAIGN",
        "inMainWorkflowVersion": lambda _: True,
        "isExternal": lambda _: True,
        "marketingChannelType": lambda i: _channel(i)[1],
        "marketingEvent": lambda i: marketing_event(i.view, i.row),
        "parentActivityId": lambda _: None,
        "parentRemoteId": lambda _: None,
        "sourceAndMedium": lambda i: f"{_channel(i)[2]} / {_channel(i)[3]}",
        "status": lambda i: "ACTIVE" if _runs(i) else "INACTIVE",
        "statusBadgeTypeV2": lambda _: "SUCCESS",
        "statusLabel": lambda i: "Sending" if _runs(i) else "Ended",
        "statusTransitionedAt": lambda i: stamp(CAMPAIGNS.created(i.row)),
        "tactic": lambda i: _channel(i)[0],
        "targetStatus": lambda _: None,
        "title": lambda i: f"Campaign {i.row}",
        "updatedAt": _updated,
        "urlParameterValue": lambda _: None,
        "utmParameters": _utm,
    },
)


def marketing_event(view: View, row: int) -> Node[Item]:
    """Make the object of a campaign."""
    return Node(MARKETING_EVENT, Item(view, row))


def marketing_activity(view: View, row: int) -> Node[Item]:
    """Make the object of a campaign's activity."""
    return Node(MARKETING_ACTIVITY, Item(view, row))
