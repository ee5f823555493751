"""Markets: where the shop sells, in which currency.

https://shopify.dev/docs/api/admin-graphql/latest/queries/markets
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    array,
    boolean,
    enum,
    gid,
    integer,
    shopify_columns,
    text,
    texts,
)


class MarketsStream(ShopifyStream):
    """Grain: one row a market. Read whole each run."""

    name = "markets"
    primary_keys = ("id",)
    root = "markets"
    filter_by = None
    scopes = ("read_markets",)
    page_size = 50
    schema = shopify_columns(
        gid("id", "id", "The market."),
        text("name", "name", "Its name."),
        text("handle", "handle", "Its handle."),
        enum("status", "status", "Active or draft."),
        enum("type", "type", "What it is made of: regions, companies, locations."),
        texts("condition_types", "conditions.conditionTypes", "Kinds of conditions."),
        enum(
            "regions_level",
            "conditions.regionsCondition.applicationLevel",
            "Whether all regions are meant or some.",
        ),
        array(
            "regions",
            "conditions.regionsCondition.regions",
            "Its regions.",
            gid("id", "id", "The region."),
            text("kind", "__typename", "Country or subdivision."),
            text("name", "name", "Its name."),
            enum("code", "code", "Country, ISO 3166-1 alpha-2."),
        ),
        enum(
            "currency",
            "currencySettings.baseCurrency.currencyCode",
            "Currency of the market, ISO 4217.",
        ),
        boolean(
            "has_local_currencies",
            "currencySettings.localCurrencies",
            "Whether customers pay in their own.",
        ),
        boolean(
            "is_rounding",
            "currencySettings.roundingEnabled",
            "Whether converted prices are rounded.",
        ),
        enum(
            "tax_pricing",
            "priceInclusions.inclusiveTaxPricingStrategy",
            "Whether prices contain taxes.",
        ),
        enum(
            "duties_pricing",
            "priceInclusions.inclusiveDutiesPricingStrategy",
            "Whether prices contain duties.",
        ),
        integer("catalogs_count", "catalogsCount.count", "Catalogs it uses."),
    )
