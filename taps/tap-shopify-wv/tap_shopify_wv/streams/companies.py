"""Companies that buy: since when, how much.

https://shopify.dev/docs/api/admin-graphql/latest/queries/companies
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    gid,
    instant,
    integer,
    money_v2,
    shopify_columns,
    text,
)


class CompaniesStream(ShopifyStream):
    """Grain: one row a company. Shops without B2B have none."""

    name = "companies"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "companies"
    scopes = (("read_companies", "read_customers"),)
    bulk = True
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The company."),
        text("name", "name", "Its name."),
        text("external_id", "externalId", "Its id elsewhere."),
        instant("customer_since", "customerSince", "Since when it buys."),
        instant("created_at", "createdAt", "When it was added."),
        instant("updated_at", "updatedAt", "When it last changed."),
        text(
            "lifetime_duration",
            "lifetimeDuration",
            "How long it has been a customer, in words.",
        ),
        gid("main_contact_id", "mainContact.id", "Main contact."),
        gid(
            "main_contact_customer_id",
            "mainContact.customer.id",
            "Customer behind the main contact.",
        ),
        integer("contacts_count", "contactsCount.count", "Contacts."),
        integer("locations_count", "locationsCount.count", "Locations."),
        integer("orders_count", "ordersCount.count", "Orders so far."),
        *money_v2("total_spent", "totalSpent", "Spent so far"),
        text("note", "note", "Note of the staff.", free_text=True),
    )
