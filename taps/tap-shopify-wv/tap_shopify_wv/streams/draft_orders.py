"""Draft orders: offers and orders taken by the staff, before they are orders.

https://shopify.dev/docs/api/admin-graphql/latest/queries/draftOrders
"""

from __future__ import annotations

from tap_shopify_wv.columns import (
    array,
    boolean,
    currencies,
    enum,
    gid,
    instant,
    integer,
    legacy_id,
    money,
    number,
    shopify_columns,
    text,
    texts,
    url,
)
from tap_shopify_wv.common import address, bags, custom_attributes, tax_lines
from tap_shopify_wv.shipping import ShippedStream, ship_geo


class DraftOrdersStream(ShippedStream):
    """Grain: one row a draft. A completed one names its order."""

    name = "draft_orders"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "draftOrders"
    scopes = ("read_draft_orders",)
    bulk = True
    page_size = 50
    schema = shopify_columns(
        gid("id", "id", "The draft."),
        legacy_id(),
        text("name", "name", "Name shown to people, e.g. #D1."),
        enum("status", "status", "Open, invoice sent or completed."),
        boolean("is_ready", "ready", "Whether it can be completed."),
        text("po_number", "poNumber", "Number of the buyer's purchase order."),
        instant("created_at", "createdAt", "When it was made."),
        instant("updated_at", "updatedAt", "When it last changed."),
        instant("completed_at", "completedAt", "When it became an order."),
        gid("order_id", "order.id", "The order it became."),
        instant("invoice_sent_at", "invoiceSentAt", "When the invoice was sent."),
        url("invoice_url", "invoiceUrl", "Page of the invoice.", free_text=True),
        instant(
            "reserve_inventory_until",
            "reserveInventoryUntil",
            "Until when stock is held.",
        ),
        boolean(
            "is_visible_to_customer",
            "visibleToCustomer",
            "Whether the customer sees it.",
        ),
        gid("customer_id", "customer.id", "Who it is for."),
        text("email", "email", "E-mail of the draft.", pii="email"),
        text("phone", "phone", "Phone of the draft.", pii="phone"),
        text("note", "note2", "Note of the staff.", free_text=True),
        custom_attributes(),
        texts("tags", "tags", "Tags of the draft."),
        texts("discount_codes", "discountCodes", "Codes that were entered."),
        boolean(
            "accepts_automatic_discounts",
            "acceptAutomaticDiscounts",
            "Whether automatic discounts count.",
        ),
        boolean(
            "allows_discount_codes",
            "allowDiscountCodesInCheckout",
            "Whether codes can be entered.",
        ),
        boolean("tax_exempt", "taxExempt", "Whether no tax is asked."),
        boolean("taxes_included", "taxesIncluded", "Whether prices contain taxes."),
        integer("quantity", "totalQuantityOfLineItems", "Pieces in it."),
        integer("total_weight", "totalWeight", "Weight.", "g"),
        text(
            "purchasing_entity_kind",
            "purchasingEntity.__typename",
            "Customer or PurchasingCompany.",
        ),
        gid("company_id", "purchasingEntity.company.id", "Company that buys."),
        gid("company_location_id", "purchasingEntity.location.id", "Its location."),
        gid("company_contact_id", "purchasingEntity.contact.id", "Its contact."),
        text("discount_title", "appliedDiscount.title", "Discount on the whole draft."),
        text(
            "discount_description",
            "appliedDiscount.description",
            "Why it was granted.",
            free_text=True,
        ),
        enum("discount_value_type", "appliedDiscount.valueType", "Amount or share."),
        number(
            "discount_value",
            "appliedDiscount.value",
            "Amount or share, as `discount_value_type` says.",
            "discount_value_type",
        ),
        *currencies("totalPriceSet"),
        *bags(
            (
                "discount_amount",
                "appliedDiscount.amountSet",
                "Discount on the whole draft",
            ),
            (
                "total_line_items_price",
                "totalLineItemsPriceSet",
                "Lines without discounts",
            ),
            (
                "line_items_subtotal_price",
                "lineItemsSubtotalPrice",
                "Lines with line discounts",
            ),
            ("subtotal_price", "subtotalPriceSet", "Lines with all discounts"),
            ("total_discounts", "totalDiscountsSet", "All discounts"),
            ("total_shipping_price", "totalShippingPriceSet", "Shipping"),
            ("total_tax", "totalTaxSet", "Taxes"),
            ("total_price", "totalPriceSet", "Total"),
        ),
        tax_lines("tax_lines", "taxLines", "Taxes."),
        *address("ship", "shippingAddress", "Shipping"),
        *ship_geo(),
        *address("bill", "billingAddress", "Billing"),
        array(
            "line_items",
            "lineItems",
            "What is in it.",
            gid("id", "id", "The line."),
            text("name", "name", "Product and variant."),
            text("title", "title", "Product."),
            text("variant_title", "variantTitle", "Variant."),
            text("sku", "sku", "Stock keeping unit."),
            text("vendor", "vendor", "Vendor."),
            gid("product_id", "product.id", "The product; null for a line typed in."),
            gid("variant_id", "variant.id", "The variant."),
            integer("quantity", "quantity", "Pieces."),
            boolean("is_custom", "custom", "Whether somebody typed it in."),
            boolean("is_gift_card", "isGiftCard", "Whether it is a gift card."),
            boolean("requires_shipping", "requiresShipping", "Whether it is shipped."),
            boolean("is_taxable", "taxable", "Whether it is taxed."),
            *money(
                "original_unit_price",
                "originalUnitPriceSet",
                "Price of one piece without discounts",
            ),
            *money(
                "original_total",
                "originalTotalSet",
                "Price of all pieces without discounts",
            ),
            *money(
                "discounted_total",
                "discountedTotalSet",
                "Price of all pieces with discounts",
            ),
            *money("total_discount", "totalDiscountSet", "Line discounts"),
        ),
    )
