"""What an app was granted: access scopes, and the level of customer data."""

from __future__ import annotations

from dataclasses import dataclass

ALL_ORDERS = "read_all_orders"
"""Without it, orders older than 60 days are not seen, and nothing tells."""
ORDER_DAYS = 60
SCOPES = frozenset(
    {
        "read_all_orders",
        "read_assigned_fulfillment_orders",
        "read_companies",
        "read_content",
        "read_customers",
        "read_discounts",
        "read_draft_orders",
        "read_files",
        "read_fulfillments",
        "read_gift_cards",
        "read_inventory",
        "read_locales",
        "read_locations",
        "read_marketing_events",
        "read_markets",
        "read_merchant_managed_fulfillment_orders",
        "read_metaobject_definitions",
        "read_metaobjects",
        "read_online_store_pages",
        "read_orders",
        "read_payment_terms",
        "read_products",
        "read_publications",
        "read_reports",
        "read_returns",
        "read_shipping",
        "read_shopify_payments_accounts",
        "read_shopify_payments_disputes",
        "read_shopify_payments_payouts",
        "read_themes",
        "read_third_party_fulfillment_orders",
        "read_users",
    }
)
"""All scopes that a merchant can grant to an app."""


@dataclass(frozen=True)
class Grant:
    """What a token may read.

    Attributes:
        scopes: Access scopes.
        level: Protected customer data: 0 none, 1 without names, addresses, phones and
            e-mails, 2 all.
    """

    scopes: frozenset[str] = SCOPES
    level: int = 2
