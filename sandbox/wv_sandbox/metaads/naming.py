"""What rows of insights call the things that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv_sandbox.ads.plan import Ad, Group
from wv_sandbox.metaads.structure import ATTRIBUTION, changed_at, goal, objective

if TYPE_CHECKING:
    from datetime import datetime

    from wv_sandbox.metaads.accounts import Account
    from wv_sandbox.metaads.structure import Item


def with_above(item: Item) -> dict[str, Item]:
    """Give a thing and all above it, by level."""
    if isinstance(item, Ad):
        return {"ad": item, **with_above(item.group)}
    if isinstance(item, Group):
        return {"adset": item, **with_above(item.campaign)}
    return {"campaign": item}


def named(account: Account, item: Item | None, now: datetime) -> dict[str, str]:
    """Give the ids, names and settings that rows of insights have of a thing."""
    told = {
        "account_id": account.id,
        "account_name": account.name,
        "account_currency": account.currency,
    }
    if item is None:
        return told
    if isinstance(item, Ad):
        told |= named(account, item.group, now)
        told |= {"ad_id": str(item.id), "ad_name": item.name}
    elif isinstance(item, Group):
        told |= named(account, item.campaign, now)
        told |= {
            "adset_id": str(item.id),
            "adset_name": item.name,
            "optimization_goal": goal(item.campaign),
            "attribution_setting": ATTRIBUTION,
        }
    else:
        told |= {
            "campaign_id": str(item.id),
            "campaign_name": item.name,
            "objective": objective(item),
            "buying_type": "AUCTION",
        }
    changes = [changed_at(account, item, day) for day in item.life.changes()]
    latest = max(at for at in changes if at <= max(now, changes[0]))
    days = {"created_time": changes[0], "updated_time": latest}
    return told | {name: f"{account.local(at):%Y-%m-%d}" for name, at in days.items()}
