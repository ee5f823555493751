"""The shop itself: currency, time zone, plan.

https://shopify.dev/docs/api/admin-graphql/latest/queries/shop
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    boolean,
    enum,
    gid,
    instant,
    integer,
    shopify_columns,
    text,
    texts,
    url,
)


class ShopStream(ShopifyStream):
    """Grain: one row a shop. Read whole each run: one object, a point."""

    name = "shop"
    primary_keys = ("id",)
    root = "shop"
    filter_by = None
    scopes = ()
    schema = shopify_columns(
        gid("id", "id", "The shop."),
        text("name", "name", "Name of the shop."),
        text("myshopify_domain", "myshopifyDomain", "Permanent domain of the shop."),
        text(
            "primary_domain", "primaryDomain.host", "Host of the domain customers see."
        ),
        url("primary_domain_url", "primaryDomain.url", "Address of that domain."),
        url("url", "url", "Address of the online shop."),
        text("description", "description", "The shop in its own words."),
        text("email", "email", "Address for Shopify's mail to the owner.", pii="email"),
        text(
            "contact_email", "contactEmail", "Address shown to customers.", pii="email"
        ),
        text("shop_owner_name", "shopOwnerName", "Name of the owner.", pii="name"),
        enum("currency", "currencyCode", "Currency of the shop, ISO 4217."),
        texts(
            "enabled_presentment_currencies",
            "enabledPresentmentCurrencies",
            "Currencies customers can pay in.",
        ),
        text(
            "timezone",
            "ianaTimezone",
            "Time zone in which the shop's days begin and end.",
        ),
        text(
            "timezone_abbreviation",
            "timezoneAbbreviation",
            "Short name of the time zone today.",
        ),
        integer(
            "timezone_offset_minutes",
            "timezoneOffsetMinutes",
            "Offset from UTC today.",
            "min",
        ),
        enum("unit_system", "unitSystem", "Metric or imperial."),
        enum("weight_unit", "weightUnit", "Unit of weights in the admin."),
        boolean("taxes_included", "taxesIncluded", "Whether prices contain taxes."),
        boolean("tax_shipping", "taxShipping", "Whether shipping is taxed."),
        text(
            "order_prefix", "orderNumberFormatPrefix", "Text before the order number."
        ),
        text("order_suffix", "orderNumberFormatSuffix", "Text after the order number."),
        boolean(
            "setup_required", "setupRequired", "Whether the shop is not set up yet."
        ),
        texts(
            "ships_to_countries",
            "shipsToCountries",
            "Countries the shop ships to, ISO 3166-1 alpha-2.",
        ),
        text("plan", "plan.publicDisplayName", "Name of the plan."),
        boolean(
            "is_development",
            "plan.partnerDevelopment",
            "Whether it is a partner's test shop.",
        ),
        boolean("is_plus", "plan.shopifyPlus", "Whether the plan is Plus."),
        boolean(
            "has_gift_cards", "features.giftCards", "Whether gift cards can be sold."
        ),
        boolean(
            "has_reports", "features.reports", "Whether reports are part of the plan."
        ),
        boolean(
            "sells_subscriptions",
            "features.sellsSubscriptions",
            "Whether subscriptions are sold.",
        ),
        boolean(
            "has_storefront", "features.storefront", "Whether there is an online shop."
        ),
        boolean(
            "has_unified_markets",
            "features.unifiedMarkets",
            "Whether markets are the unified ones.",
        ),
        texts(
            "digital_wallets",
            "paymentSettings.supportedDigitalWallets",
            "Wallets customers can pay with.",
        ),
        text("company", "shopAddress.company", "Company that runs the shop."),
        text("address1", "shopAddress.address1", "Street of the shop.", pii="address"),
        text("address2", "shopAddress.address2", "Rest of its address.", pii="address"),
        text("zip", "shopAddress.zip", "Postcode of the shop.", pii="address"),
        text("phone", "shopAddress.phone", "Phone of the shop.", pii="phone"),
        text("city", "shopAddress.city", "City of the shop."),
        text("province", "shopAddress.province", "Province or state of the shop."),
        text("province_code", "shopAddress.provinceCode", "Its code."),
        text("country", "shopAddress.country", "Country of the shop."),
        enum(
            "country_code", "shopAddress.countryCodeV2", "Country, ISO 3166-1 alpha-2."
        ),
        instant("created_at", "createdAt", "When the shop was opened."),
        instant("updated_at", "updatedAt", "When its settings last changed."),
    )
