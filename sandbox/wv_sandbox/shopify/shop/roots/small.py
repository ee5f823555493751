"""Roots of what comes one after the other: content, campaigns, furniture, companies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from wv_sandbox.shopify.shop.index import (
    Column,
    Root,
    gids,
    instants,
    of_rows,
    words,
)
from wv_sandbox.shopify.shop.nodes import (
    admin,
    companies,
    content,
    discounts,
    events,
    marketing,
    metafields,
    metaobjects,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wv_sandbox.shopify.shop.index import AnyNode
    from wv_sandbox.shopify.shop.series import Series
    from wv_sandbox.shopify.shop.view import View


def _plain(series: Series, node: Callable[[View, int], AnyNode]) -> Any:  # noqa: ANN401 (a maker of roots)
    """Make a root without search fields of its own."""
    return lambda view, _arguments: series.root(view, node)


def discount_root(view: View, _: Mapping[str, Any]) -> Root:
    """All discounts."""
    more = {
        "method": words(discounts.method),
        "title": words(lambda row: discounts.OFFERS[row].title),
        "status": words(lambda _row: "active"),
    }
    return discounts.DISCOUNTS.root(view, discounts.discount_node, more)


def campaign_root(view: View, _: Mapping[str, Any]) -> Root:
    """All campaigns."""
    started = instants(of_rows(marketing.CAMPAIGNS.created))
    more = {"started_at": started}
    return marketing.CAMPAIGNS.root(view, marketing.marketing_event, more)


def company_location_root(view: View, _: Mapping[str, Any]) -> Root:
    """All places of companies."""
    owner = Column(lambda rows: rows // 2, gids("Company").parse)
    more = {"company_id": owner}
    return companies.LOCATIONS.root(view, companies.company_location, more)


def metaobject_root(view: View, arguments: Mapping[str, Any]) -> Root:
    """All custom objects of a type.

    Args:
        view: The shop at an instant.
        arguments: `type`; one that does not exist has no objects.
    """
    type_ = arguments.get("type")
    known = metaobjects.TYPES.index(type_) if type_ in metaobjects.TYPES else -1
    return metaobjects.objects_of(view, known)


def definition_root(view: View, arguments: Mapping[str, Any]) -> Root:
    """The definitions of the custom fields of a type of owner.

    Args:
        view: The shop at an instant.
        arguments: `ownerType`; all types if left out.
    """
    wanted = arguments.get("ownerType")
    rows = [
        slot.number
        for owner, slot in metafields.DEFINITIONS
        if wanted in (None, metafields.owner_type(owner))
    ]
    return Root(
        kind="MetafieldDefinition",
        rows=np.array(rows, dtype=np.int64),
        columns={"id": gids("MetafieldDefinition")},
        node=lambda row: metafields.metafield_definition(view, row),
    )


def event_root(view: View, _: Mapping[str, Any]) -> Root:
    """The log."""
    return Root(
        kind="Event",
        rows=events.logged(view),
        columns={
            "id": gids("BasicEvent"),
            "created_at": instants(of_rows(lambda row: events.Logged(view, row).at)),
            "action": words(lambda row: events.Logged(view, row).action),
            "subject_type": words(lambda row: events.Logged(view, row).subject),
        },
        node=lambda row: events.basic_event(view, row),
    )


ROOTS: Final = {
    "articles": _plain(content.ARTICLES, content.article),
    "blogs": _plain(content.BLOGS, content.blog),
    "comments": _plain(content.COMMENTS, content.comment),
    "companies": _plain(companies.COMPANIES, companies.company),
    "companyLocations": company_location_root,
    "discountNodes": discount_root,
    "events": event_root,
    "marketingActivities": _plain(marketing.ACTIVITIES, marketing.marketing_activity),
    "marketingEvents": campaign_root,
    "markets": _plain(admin.MARKETS, admin.market),
    "metafieldDefinitions": definition_root,
    "metaobjectDefinitions": _plain(
        metaobjects.DEFINITIONS, metaobjects.metaobject_definition
    ),
    "metaobjects": metaobject_root,
    "pages": _plain(content.PAGES, content.page),
    "segments": _plain(admin.SEGMENTS, admin.segment),
    "themes": _plain(admin.THEMES, admin.online_store_theme),
    "webhookSubscriptions": _plain(admin.WEBHOOKS, admin.webhook_subscription),
}
