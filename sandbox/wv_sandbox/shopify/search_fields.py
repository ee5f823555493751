"""Fields that each connection can be searched by (API version 2026-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CONTENT = "created_at handle id title updated_at"
FIELDS: Mapping[str, frozenset[str]] = {
    "abandonedCheckouts": _words("created_at email_state id status updated_at"),
    "articles": _words(f"{_CONTENT} author blog_id blog_title published_at tag"),
    "balanceTransactions": _words(
        "available_on currency id payout_date payout_status processed_at"
        " transaction_type"
    ),
    "blogs": _words(_CONTENT),
    "bulkOperations": _words("created_at id operation_type status"),
    "collections": _words(
        "collection_type handle id product_id published_at title updated_at"
    ),
    "comments": _words("created_at id published_at status updated_at"),
    "companies": _words("created_at external_id id since_date updated_at"),
    "companyLocations": _words("company_id created_at external_id id updated_at"),
    "customers": _words(
        "country customer_date email first_name id last_name order_date orders_count"
        " phone state tag total_spent updated_at"
    ),
    "customersCount": _words("created_at id updated_at"),
    "discountNodes": _words(
        "code created_at discount_class discount_type ends_at id method starts_at"
        " status times_used title type updated_at"
    ),
    "disputes": _words("id initiated_at status"),
    "draftOrders": _words("created_at customer_id id source status tag updated_at"),
    "events": _words("action comments created_at id subject_type"),
    "fulfillmentOrders": _words("assigned_location_id id status updated_at"),
    "giftCards": _words(
        "balance_status created_at customer_id expires_on id initial_value status"
    ),
    "inventoryItems": _words("created_at id sku updated_at"),
    "inventoryLevels": _words(
        "created_at id inventory_group_id inventory_item_id updated_at"
    ),
    "locations": _words("active city country created_at id legacy province"),
    "marketingActivities": _words(
        "app_id app_name created_at id scheduled_to_end_at scheduled_to_start_at"
        " tactic title updated_at"
    ),
    "marketingEvents": _words("app_id description id started_at type"),
    "markets": _words("id market_type status"),
    "metaobjects": _words("display_name handle id updated_at"),
    "orders": _words(
        "cart_token channel checkout_token confirmation_number created_at"
        " current_total_price customer_id delivery_method discount_code email"
        " financial_status fulfillment_status gateway id location_id payment_id"
        " processed_at return_status risk_level sales_channel sku source_name status"
        " tag test total_weight updated_at"
    ),
    "pages": _words(f"{_CONTENT} published_at published_status"),
    "payouts": _words("amount bank_account currency id issued_at ledger_type status"),
    "productVariants": _words(
        "barcode gift_card id inventory_quantity product_id product_status"
        " product_type sku tag title updated_at vendor"
    ),
    "products": _words(
        "barcode collection_id created_at gift_card handle id inventory_total"
        " product_type published_at published_status sku status tag title updated_at"
        " vendor"
    ),
    "segments": _words("id"),
    "tenderTransactions": _words("id point_of_sale_device_id processed_at test"),
    "webhookSubscriptions": _words("created_at id updated_at"),
}
"""Fields by the name of the connection; whatever is not here cannot be searched."""


def of(connection: str) -> frozenset[str]:
    """Give the fields that a connection or its count can be searched by."""
    if connection in FIELDS:
        return FIELDS[connection]
    return FIELDS.get(connection.removesuffix("Count"), frozenset())
