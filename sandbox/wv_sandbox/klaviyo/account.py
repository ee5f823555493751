"""The account behind a key: every collection of the API, at an instant."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from wv_sandbox.klaviyo import campaigns, events, flows, library, newer, people
from wv_sandbox.klaviyo.calendar import FIRST_DAY
from wv_sandbox.klaviyo.rules import NEWER

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from wv_sandbox.klaviyo.resource import Resource
    from wv_sandbox.klaviyo.rules import Question

    Collection = Callable[[int, datetime], list[Resource]]
    Children = Callable[[int, str, datetime], list[Resource]]

_LISTED: dict[str, Collection] = {
    "/api/accounts": library.accounts,
    "/api/campaigns": campaigns.campaigns,
    "/api/flows": flows.flows,
    "/api/metrics": events.metrics,
    "/api/profiles": people.profiles,
    "/api/lists": lambda seed, now: people.groups(seed, "list", now),
    "/api/segments": lambda seed, now: people.groups(seed, "segment", now),
    "/api/templates": library.templates,
    "/api/tags": library.tags,
    "/api/coupons": library.coupons,
    "/api/coupon-codes": library.coupon_codes,
    "/api/catalog-items": library.items,
    "/api/catalog-variants": library.variants,
    "/api/catalog-categories": library.categories,
    "/api/forms": library.forms,
    "/api/images": library.images,
    "/api/reviews": library.reviews,
}
_NEWER: dict[str, Collection] = {
    "/api/campaigns": newer.campaigns,
    "/api/campaign-messages": newer.messages,
}
_BELOW: dict[str, Children] = {
    "/api/flows/{id}/flow-actions": flows.actions,
    "/api/flow-actions/{id}/flow-messages": flows.messages,
    "/api/lists/{id}/profiles": lambda seed, i, now: people.members(
        seed, "list", i, now
    ),
    "/api/segments/{id}/profiles": lambda seed, i, now: people.members(
        seed, "segment", i, now
    ),
}
_INCLUDED: dict[str, Collection] = {
    "campaign-messages": campaigns.messages,
    "tags": library.tags,
    "metric": events.metrics,
    "profile": people.profiles,
    "coupon": library.coupons,
    "variants": library.variants,
}
_NEWER_INCLUDED: dict[str, Collection] = {
    "campaign": newer.campaigns,
    "campaign-audiences": newer.audiences,
    "campaign-messages": newer.messages,
    "campaign-variations": newer.variations,
}
_AHEAD = timedelta(days=100)


def resources(seed: int, question: Question, now: datetime) -> list[Resource]:
    """Return what a request may see, unsorted."""
    if question.path == "/api/events":
        return _events(seed, question, now)
    if question.path in _BELOW:
        return _BELOW[question.path](seed, question.id, now)
    if question.revision == NEWER and question.path in _NEWER:
        return _NEWER[question.path](seed, now)
    return _LISTED[question.path](seed, now)


def included(
    seed: int, question: Question, shown: list[Resource], now: datetime
) -> list[Resource]:
    """Return the resources that come along with those on a page."""
    wanted = {
        link
        for resource in shown
        for name in question.include
        for link in (*resource.many.get(name, ()), resource.one.get(name))
        if link is not None
    }
    known = _INCLUDED | (_NEWER_INCLUDED if question.revision == NEWER else {})
    sources = [known[name] for name in question.include if name in known]
    found = (resource for source in sources for resource in source(seed, now))
    return [resource for resource in found if resource.link in wanted]


def _events(seed: int, question: Question, now: datetime) -> list[Resource]:
    """Draw only the days that are asked for: an account has a great many events."""
    first, last = FIRST_DAY, now + _AHEAD
    for condition in question.conditions:
        if condition.field == "datetime":
            if condition.operator.startswith("greater"):
                first = max(first, condition.value)
            else:
                last = min(last, condition.value)
    write = partial(events.as_resource, seed)
    return [write(event) for event in events.happened(seed, first, last, now)]
