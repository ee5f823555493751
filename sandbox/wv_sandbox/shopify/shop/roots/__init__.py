"""All that can be asked for by name: root fields, single objects, types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from wv_sandbox.shopify.shop.ids import CHILDREN, gid
from wv_sandbox.shopify.shop.nodes import (
    account,
    admin,
    assignments,
    checkouts,
    claims,
    collections,
    companies,
    content,
    customers,
    discounts,
    drafts,
    events,
    gift_cards,
    inventory,
    ledger,
    lines,
    marketing,
    metafields,
    metaobjects,
    orders,
    parcels,
    payments,
    places,
    products,
    refunds,
    returns,
    shop,
    ways,
)
from wv_sandbox.shopify.shop.roots import goods, money, sales, small

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wv_sandbox.shopify.shop.index import AnyNode, Root
    from wv_sandbox.shopify.shop.order import Order
    from wv_sandbox.shopify.shop.view import View

    MakeRoot: TypeAlias = Callable[[View, Mapping[str, Any]], Root]
    MakeNode: TypeAlias = Callable[[View, int], AnyNode]
    MakeChildren: TypeAlias = Callable[[Order], Sequence[AnyNode]]

ROOTS: Final[dict[str, MakeRoot]] = {
    **sales.ROOTS,
    **goods.ROOTS,
    **money.ROOTS,
    **small.ROOTS,
}
"""Connections of the query root."""
SINGLES: Final = {"shop": "Shop", "shopifyPaymentsAccount": "ShopifyPaymentsAccount"}
"""Objects of the query root, with their types."""
NODES: Final[dict[str, MakeNode]] = {
    "AbandonedCheckout": checkouts.abandoned_checkout,
    "Article": content.article,
    "BasicEvent": events.basic_event,
    "Blog": content.blog,
    "Collection": collections.collection,
    "Comment": content.comment,
    "Company": companies.company,
    "CompanyLocation": companies.company_location,
    "Customer": customers.customer,
    "DiscountNode": discounts.discount_node,
    "DraftOrder": drafts.draft_order,
    "Fulfillment": parcels.fulfillment,
    "FulfillmentOrder": assignments.fulfillment_order,
    "GiftCard": gift_cards.gift_card,
    "InventoryItem": inventory.inventory_item,
    "InventoryLevel": inventory.inventory_level,
    "LineItem": lines.line_item,
    "Location": places.location,
    "Market": admin.market,
    "MarketingActivity": marketing.marketing_activity,
    "MarketingEvent": marketing.marketing_event,
    "Metafield": metafields.metafield,
    "MetafieldDefinition": metafields.metafield_definition,
    "Metaobject": metaobjects.metaobject,
    "MetaobjectDefinition": metaobjects.metaobject_definition,
    "OnlineStoreTheme": admin.online_store_theme,
    "Order": orders.order,
    "OrderTransaction": payments.order_transaction,
    "Page": content.page,
    "Product": products.product,
    "ProductVariant": products.product_variant,
    "Refund": refunds.refund,
    "Return": returns.return_,
    "SalesAgreement": ledger.agreement,
    "ShippingLine": ways.shipping_line,
    "Segment": admin.segment,
    "Shop": shop.shop,
    "ShopifyPaymentsAccount": account.account,
    "ShopifyPaymentsBalanceTransaction": account.balance_transaction,
    "ShopifyPaymentsDispute": claims.dispute,
    "ShopifyPaymentsPayout": account.payout,
    "TenderTransaction": claims.tender_transaction,
    "WebhookSubscription": admin.webhook_subscription,
}
"""Types whose objects can be made from their row."""
CHILDREN_OF_ORDERS: Final[dict[str, MakeChildren]] = {
    "Fulfillment": parcels.fulfillments,
    "FulfillmentOrder": assignments.fulfillment_orders,
    "LineItem": lines.line_items,
    "OrderTransaction": payments.order_transactions,
    "Refund": refunds.refunds,
    "Return": returns.returns,
    "SalesAgreement": ledger.agreements,
    "ShippingLine": ways.shipping_lines,
    "OrderDisputeSummary": claims.summaries,
}
"""Types whose objects lie below orders."""
_ONE_AN_ORDER: Final = frozenset({"FulfillmentOrder", "Return", "ShippingLine"})
_EVERY_PLACE: Final = {"includeInactive": True, "includeLegacy": True}
_ROOT_OF: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "AbandonedCheckout": ("abandonedCheckouts", {}),
    "Article": ("articles", {}),
    "BasicEvent": ("events", {}),
    "Blog": ("blogs", {}),
    "Collection": ("collections", {}),
    "Comment": ("comments", {}),
    "Company": ("companies", {}),
    "CompanyLocation": ("companyLocations", {}),
    "Customer": ("customers", {}),
    "DiscountNode": ("discountNodes", {}),
    "DraftOrder": ("draftOrders", {}),
    "GiftCard": ("giftCards", {}),
    "InventoryItem": ("inventoryItems", {}),
    "Location": ("locations", _EVERY_PLACE),
    "Market": ("markets", {}),
    "MarketingActivity": ("marketingActivities", {}),
    "MarketingEvent": ("marketingEvents", {}),
    "MetafieldDefinition": ("metafieldDefinitions", {}),
    "MetaobjectDefinition": ("metaobjectDefinitions", {}),
    "OnlineStoreTheme": ("themes", {}),
    "Order": ("orders", {}),
    "Page": ("pages", {}),
    "Product": ("products", {}),
    "ProductVariant": ("productVariants", {}),
    "Segment": ("segments", {}),
    "ShopifyPaymentsBalanceTransaction": (
        "shopifyPaymentsAccount.balanceTransactions",
        {},
    ),
    "ShopifyPaymentsDispute": ("disputes", {}),
    "ShopifyPaymentsPayout": ("shopifyPaymentsAccount.payouts", {}),
    "TenderTransaction": ("tenderTransactions", {}),
    "WebhookSubscription": ("webhookSubscriptions", {}),
}


def exists(view: View, kind: str, row: int) -> bool:
    """Tell whether an object that `node(id:)` may ask for exists at the instant."""
    if kind in CHILDREN_OF_ORDERS:
        order = row if kind in _ONE_AN_ORDER else row // CHILDREN
        if not exists(view, "Order", order):
            return False
        own = gid(kind, row)
        children = CHILDREN_OF_ORDERS[kind](view.order(order))
        return any(child["id"] == own for child in children)
    if kind in ("Shop", "ShopifyPaymentsAccount"):
        return row == 0
    if kind not in _ROOT_OF:
        return False
    rows = view.root(*_ROOT_OF[kind]).rows
    place = int(np.searchsorted(rows, row))
    return place < rows.size and int(rows[place]) == row
