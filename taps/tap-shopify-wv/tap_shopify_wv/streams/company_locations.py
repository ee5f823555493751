"""Locations of companies that buy: where to, on which terms.

https://shopify.dev/docs/api/admin-graphql/latest/queries/companyLocations
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    boolean,
    enum,
    gid,
    instant,
    integer,
    money_v2,
    shopify_columns,
    text,
    texts,
)
from tap_shopify_wv.common import company_address


class CompanyLocationsStream(ShopifyStream):
    """Grain: one row a company location. Shops without B2B have none."""

    name = "company_locations"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "companyLocations"
    scopes = (("read_companies", "read_customers"),)
    bulk = True
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The location."),
        gid("company_id", "company.id", "Its company."),
        text("name", "name", "Its name."),
        text("external_id", "externalId", "Its id elsewhere."),
        text("phone", "phone", "Its phone.", pii="phone"),
        text("locale", "locale", "Language, e.g. en-CA."),
        enum("currency", "currency", "Currency it pays in, ISO 4217."),
        instant("created_at", "createdAt", "When it was added."),
        instant("updated_at", "updatedAt", "When it last changed."),
        boolean("tax_exempt", "taxSettings.taxExempt", "Whether no tax is asked."),
        texts(
            "tax_exemptions", "taxSettings.taxExemptions", "Which taxes are not asked."
        ),
        text(
            "tax_registration_id",
            "taxSettings.taxRegistrationId",
            "Number for taxes.",
            pii="account",
        ),
        boolean(
            "checkout_to_draft",
            "buyerExperienceConfiguration.checkoutToDraft",
            "Whether orders begin as drafts.",
        ),
        boolean(
            "can_edit_address",
            "buyerExperienceConfiguration.editableShippingAddress",
            "Whether buyers may change the address.",
        ),
        integer("orders_count", "ordersCount.count", "Orders so far."),
        integer("catalogs_count", "catalogsCount.count", "Catalogs it buys from."),
        *money_v2("total_spent", "totalSpent", "Spent so far"),
        text("note", "note", "Note of the staff.", free_text=True),
        *company_address("ship", "shippingAddress", "Shipping"),
        *company_address("bill", "billingAddress", "Billing"),
    )
