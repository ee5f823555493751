"""The shop's furniture: themes, webhooks, segments and markets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.shopify.shop.ids import gid, legacy
from wv_sandbox.shopify.shop.node import Node, named
from wv_sandbox.shopify.shop.series import Item, Series, count_of
from wv_sandbox.shopify.shop.times import stamp

if TYPE_CHECKING:
    from wv_sandbox.shopify.shop.view import View

THEMES: Final = Series("OnlineStoreTheme", 3)
WEBHOOKS: Final = Series("WebhookSubscription", 2)
SEGMENTS: Final = Series("Segment", 4)
MARKETS: Final = Series("Market", 2)
_THEMES: Final = (("Dawn", "MAIN"), ("Draft", "UNPUBLISHED"), ("Test", "DEVELOPMENT"))
_TOPICS: Final = ("BULK_OPERATIONS_FINISH", "APP_UNINSTALLED")
_SEGMENTS: Final = (
    ("Came back", "number_of_orders > 1"),
    ("Subscribed", "email_subscription_status = 'SUBSCRIBED'"),
    ("Never bought", "number_of_orders = 0"),
    ("Spent much", "amount_spent > 500"),
)
_MARKETS: Final = ("At home", "Abroad")

ONLINE_STORE_THEME: Final = named(
    "OnlineStoreTheme",
    {
        "id": lambda i: gid("OnlineStoreTheme", i.row),
        "createdAt": lambda i: stamp(THEMES.created(i.row)),
        "name": lambda i: _THEMES[i.row][0],
        "prefix": lambda i: f"/t/{i.row + 1}",
        "processing": lambda _: False,
        "processingFailed": lambda _: False,
        "role": lambda i: _THEMES[i.row][1],
        "themeStoreId": lambda i: 887 if i.row == 0 else None,
        "updatedAt": lambda i: stamp(THEMES.updated(i.row, i.view.now)),
    },
)
WEBHOOK_SUBSCRIPTION: Final = named(
    "WebhookSubscription",
    {
        "id": lambda i: gid("WebhookSubscription", i.row),
        "legacyResourceId": lambda i: legacy("WebhookSubscription", i.row),
        "apiVersion": lambda _: {
            "__typename": "ApiVersion",
            "displayName": "2026-10",
            "handle": "2026-10",
            "supported": True,
        },
        "createdAt": lambda i: stamp(WEBHOOKS.created(i.row)),
        "filter": lambda _: None,
        "format": lambda _: "JSON",
        "includeFields": lambda _: [],
        "metafieldNamespaces": lambda _: [],
        "metafields": lambda _: [],
        "name": lambda _: None,
        "topic": lambda i: _TOPICS[i.row],
        "updatedAt": lambda i: stamp(WEBHOOKS.updated(i.row, i.view.now)),
        "uri": lambda i: f"https://example.com/hooks/{i.row}",
    },
)
SEGMENT: Final = named(
    "Segment",
    {
        "id": lambda i: gid("Segment", i.row),
        "creationDate": lambda i: stamp(SEGMENTS.created(i.row)),
        "lastEditDate": lambda i: stamp(SEGMENTS.updated(i.row, i.view.now)),
        "name": lambda i: _SEGMENTS[i.row][0],
        "query": lambda i: _SEGMENTS[i.row][1],
    },
)


def _regions(item: Item) -> list[dict[str, Any]]:
    kind = item.view.shop.kind
    home = kind.home.country_code
    countries = {city.country_code: city.country for city in kind.cities}
    return [
        {
            "__typename": "MarketRegionCountry",
            "id": gid("MarketRegionCountry", number),
            "code": code,
            "name": countries[code],
        }
        for number, code in enumerate(sorted(countries))
        if (code == home) == (item.row == 0)
    ]


def _currency(item: Item) -> dict[str, Any]:
    kind = item.view.shop.kind
    return {
        "__typename": "MarketCurrencySettings",
        "baseCurrency": {
            "__typename": "CurrencySetting",
            "currencyCode": kind.currency,
            "currencyName": kind.currency,
            "enabled": True,
            "manualRate": None,
            "rateUpdatedAt": None,
        },
        "localCurrencies": kind.many_currencies,
        "roundingEnabled": False,
    }


def _conditions(item: Item) -> dict[str, Any]:
    return {
        "__typename": "MarketConditions",
        "conditionTypes": ["REGION"],
        "regionsCondition": {
            "__typename": "RegionsCondition",
            "applicationLevel": "SPECIFIED",
            "regions": _regions(item),
        },
    }


MARKET: Final = named(
    "Market",
    {
        "id": lambda i: gid("Market", i.row),
        "catalogsCount": lambda _: count_of(0),
        "conditions": _conditions,
        "currencySettings": _currency,
        "handle": lambda i: _MARKETS[i.row].lower().replace(" ", "-"),
        "metafields": lambda _: [],
        "name": lambda i: _MARKETS[i.row],
        "priceInclusions": lambda i: {
            "__typename": "MarketPriceInclusions",
            "inclusiveDutiesPricingStrategy": "ADD_DUTIES_AT_CHECKOUT",
            "inclusiveTaxPricingStrategy": (
                "INCLUDES_TAXES_IN_PRICE"
                if i.view.shop.kind.taxes_included
                else "ADD_TAXES_AT_CHECKOUT"
            ),
        },
        "status": lambda _: "ACTIVE",
        "type": lambda _: "REGION",
    },
)


def online_store_theme(view: View, row: int) -> Node[Item]:
    """Make the object of a theme."""
    return Node(ONLINE_STORE_THEME, Item(view, row))


def webhook_subscription(view: View, row: int) -> Node[Item]:
    """Make the object of a webhook."""
    return Node(WEBHOOK_SUBSCRIPTION, Item(view, row))


def segment(view: View, row: int) -> Node[Item]:
    """Make the object of a segment."""
    return Node(SEGMENT, Item(view, row))


def market(view: View, row: int) -> Node[Item]:
    """Make the object of a market."""
    return Node(MARKET, Item(view, row))
