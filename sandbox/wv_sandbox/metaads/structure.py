"""Campaigns, ad sets and ads as the Graph API shows them at an instant."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from wv_sandbox.ads.life import State
from wv_sandbox.ads.plan import Ad, Group
from wv_sandbox.metaads.accounts import EPOCH
from wv_sandbox.metaads.creatives import creative_id
from wv_sandbox.metaads.library import PIXEL_ID

if TYPE_CHECKING:
    from datetime import datetime

    from wv_sandbox.ads.plan import Campaign
    from wv_sandbox.metaads.accounts import Account

Item: TypeAlias = "Campaign | Group | Ad"
_WORDS: Final = {
    State.ACTIVE: "ACTIVE",
    State.PAUSED: "PAUSED",
    State.ARCHIVED: "ARCHIVED",
    State.REMOVED: "DELETED",
}
_OBJECTIVES: Final = {"PROSPECTING": "OUTCOME_AWARENESS"}
_GOALS: Final = {"PROSPECTING": "LINK_CLICKS"}
_SPREAD_MINUTES = 50
_GONE = frozenset({"ARCHIVED", "DELETED"})
ATTRIBUTION: Final = "7d_click_1d_view"


def changed_at(account: Account, thing: Item, day: int) -> datetime:
    """Give the instant of a change that a thing's life dates to a day."""
    return account.midnight(day) + timedelta(minutes=thing.id % _SPREAD_MINUTES)


def is_made(account: Account, thing: Item, now: datetime) -> bool:
    """Tell whether a thing exists by now, deleted or not."""
    return changed_at(account, thing, thing.life.first) <= now


def campaign(account: Account, item: Campaign, now: datetime) -> dict[str, Any]:
    """Write a campaign."""
    budget = item.daily_cents
    status = _status(account, item, now)
    return {
        **_common(account, item, now),
        "effective_status": status,
        "objective": objective(item),
        "buying_type": "AUCTION",
        "bid_strategy": "LOWEST_COST_WITHOUT_CAP",
        "daily_budget": str(budget),
        "budget_remaining": str(_left(account, budget, status, now)),
        "start_time": account.stamp(changed_at(account, item, item.life.first)),
        "special_ad_categories": [],
        "special_ad_category": "NONE",
        "smart_promotion_type": "GUIDED_CREATION",
        "source_campaign_id": "0",
        "is_skadnetwork_attribution": False,
        "is_budget_schedule_enabled": False,
        "pacing_type": ["standard"],
        "primary_attribution": "default",
        "can_use_spend_cap": True,
    }


def ad_set(account: Account, item: Group, now: datetime) -> dict[str, Any]:
    """Write an ad set, without its targeting, which `targeting` adds."""
    return {
        **_common(account, item, now),
        "campaign_id": str(item.campaign.id),
        "campaign": {"id": str(item.campaign.id)},
        "effective_status": group_status(account, item, now),
        "optimization_goal": goal(item.campaign),
        "billing_event": "IMPRESSIONS",
        "bid_strategy": "LOWEST_COST_WITHOUT_CAP",
        "daily_budget": "0",
        "lifetime_budget": "0",
        "budget_remaining": "0",
        "start_time": account.stamp(changed_at(account, item, item.life.first)),
        "promoted_object": {"pixel_id": PIXEL_ID, "custom_event_type": "PURCHASE"},
        "attribution_spec": [
            {"event_type": "CLICK_THROUGH", "window_days": 7},
            {"event_type": "VIEW_THROUGH", "window_days": 1},
        ],
        "destination_type": "WEBSITE",
        "is_dynamic_creative": False,
        "learning_stage_info": {"status": "SUCCESS", "conversions": 50},
        "pacing_type": ["standard"],
        "source_adset_id": "0",
    }


def ad(account: Account, item: Ad, now: datetime) -> dict[str, Any]:
    """Write an ad."""
    own = _status(account, item, now)
    above = group_status(account, item.group, now)
    inherited = "ADSET_PAUSED" if above == "PAUSED" else above
    return {
        **_common(account, item, now),
        "campaign_id": str(item.campaign.id),
        "campaign": {"id": str(item.campaign.id)},
        "adset_id": str(item.group.id),
        "adset": {"id": str(item.group.id)},
        "effective_status": _effective(own, inherited),
        "creative": {"id": creative_id(item)},
        "conversion_domain": "shop.example",
        "tracking_specs": [
            {"action.type": ["offsite_conversion"], "fb_pixel": [PIXEL_ID]}
        ],
        "source_ad_id": "0",
        "preview_shareable_link": f"https://fb.example/{item.id}",
        "last_updated_by_app_id": "0",
        "ad_active_time": str(86_400 * (item.number + 1)),
    }


def objective(item: Campaign) -> str:
    """Return what a campaign is for."""
    return _OBJECTIVES.get(item.kind, "OUTCOME_SALES")


def goal(item: Campaign) -> str:
    """Return what the ad sets of a campaign are optimised for."""
    return _GOALS.get(item.kind, "OFFSITE_CONVERSIONS")


def group_status(account: Account, item: Group, now: datetime) -> str:
    """Return the effective status of an ad set."""
    above = _status(account, item.campaign, now)
    inherited = "CAMPAIGN_PAUSED" if above == "PAUSED" else above
    return _effective(_status(account, item, now), inherited)


def _effective(own: str, inherited: str) -> str:
    """Join a thing's own status with what it has from above."""
    if own == "DELETED" or inherited == "DELETED":
        return "DELETED"
    if inherited in _GONE or own == "ACTIVE":
        return inherited
    return own


def _status(account: Account, item: Item, now: datetime) -> str:
    spread = timedelta(minutes=item.id % _SPREAD_MINUTES)
    day = _day(account, now - spread)
    return _WORDS.get(item.life.state(day), "PAUSED")


def _common(account: Account, item: Item, now: datetime) -> dict[str, Any]:
    status = _status(account, item, now)
    changes = [changed_at(account, item, day) for day in item.life.changes()]
    return {
        "id": str(item.id),
        "account_id": account.id,
        # The names of deleted things are blank.
        "name": "" if status == "DELETED" else item.name,
        "status": status,
        "configured_status": status,
        "created_time": account.stamp(changes[0]),
        "updated_time": account.stamp(max(at for at in changes if at <= now)),
    }


def _left(account: Account, budget: int, status: str, now: datetime) -> int:
    """Give what is left of a day's budget: it runs out evenly while it is spent."""
    if status != "ACTIVE":
        return budget
    local = account.local(now)
    return budget * (86_400 - local.hour * 3600 - local.minute * 60) // 86_400


def _day(account: Account, instant: datetime) -> int:
    """Give the account's date as days since 1970-01-01."""
    return (account.today(instant) - EPOCH).days


def written(account: Account, item: Item, now: datetime) -> dict[str, Any]:
    """Write a campaign, an ad set or an ad, whichever it is."""
    if isinstance(item, Ad):
        return ad(account, item, now)
    if isinstance(item, Group):
        return ad_set(account, item, now)
    return campaign(account, item, now)
