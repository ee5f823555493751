"""Orders: what was bought, by whom, where to, for how much, and how it stands.

https://shopify.dev/docs/api/admin-graphql/latest/queries/orders
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
    shopify_columns,
    text,
    texts,
)
from tap_shopify_wv.common import address, custom_attributes, tax_lines, visit
from tap_shopify_wv.order_totals import ORDER_TOTALS
from tap_shopify_wv.shipping import ShippedStream, ship_geo


class OrdersStream(ShippedStream):
    """Grain: one row an order. Without `read_all_orders` only 60 days are visible."""

    name = "orders"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "orders"
    scopes = ("read_orders",)
    bulk = True
    page_size = 50
    schema = shopify_columns(
        gid("id", "id", "The order."),
        legacy_id(),
        text("name", "name", "Name shown to people, e.g. #1001."),
        integer("number", "number", "Number of the order in this shop."),
        text(
            "confirmation_number", "confirmationNumber", "Code on the thank-you page."
        ),
        text("po_number", "poNumber", "Number of the buyer's purchase order."),
        instant("created_at", "createdAt", "When the order was made in Shopify."),
        instant(
            "processed_at",
            "processedAt",
            "When it counts as sold; may lie before `created_at` for imports.",
        ),
        instant("updated_at", "updatedAt", "When anything about it last changed."),
        instant("closed_at", "closedAt", "When it was archived."),
        instant("cancelled_at", "cancelledAt", "When it was cancelled."),
        enum("cancel_reason", "cancelReason", "Why it was cancelled."),
        text(
            "cancel_note",
            "cancellation.staffNote",
            "Note of the staff on the cancellation.",
            free_text=True,
        ),
        enum("financial_status", "displayFinancialStatus", "State of payment."),
        enum("fulfillment_status", "displayFulfillmentStatus", "State of shipping."),
        enum("return_status", "returnStatus", "State of returns."),
        boolean("is_closed", "closed", "Whether it is archived."),
        boolean("is_confirmed", "confirmed", "Whether stock is reserved for it."),
        boolean("is_test", "test", "Whether it is a test order, never to be counted."),
        boolean("is_edited", "edited", "Whether lines were changed after the sale."),
        boolean("is_fully_paid", "fullyPaid", "Whether all is paid."),
        boolean("is_unpaid", "unpaid", "Whether nothing is paid."),
        boolean(
            "is_capturable", "capturable", "Whether authorized money can be captured."
        ),
        boolean("is_refundable", "refundable", "Whether something can be refunded."),
        boolean("is_restockable", "restockable", "Whether lines can go back to stock."),
        boolean("is_fulfillable", "fulfillable", "Whether something can be shipped."),
        boolean(
            "requires_shipping",
            "requiresShipping",
            "Whether anything in it is shipped.",
        ),
        boolean("taxes_included", "taxesIncluded", "Whether prices contain taxes."),
        boolean("tax_exempt", "taxExempt", "Whether no tax was asked."),
        boolean("duties_included", "dutiesIncluded", "Whether prices contain duties."),
        boolean("estimated_taxes", "estimatedTaxes", "Whether taxes are an estimate."),
        boolean(
            "product_network",
            "productNetwork",
            "Whether it came by the product network.",
        ),
        boolean(
            "addresses_match",
            "billingAddressMatchesShippingAddress",
            "Whether both addresses are the same.",
        ),
        boolean(
            "customer_accepts_marketing",
            "customerAcceptsMarketing",
            "Whether the customer wants marketing, as of the order.",
        ),
        text("source_name", "sourceName", "Origin: web, pos, a draft, or an app."),
        text("source_identifier", "sourceIdentifier", "Its id where it came from."),
        gid("app_id", "app.id", "App that made it."),
        text("app_name", "app.name", "Name of that app."),
        text("channel", "attribution.handle", "Sales channel, as a handle."),
        text("channel_name", "attribution.displayName", "Sales channel, as shown."),
        gid("publication_id", "publication.id", "Publication it was sold in."),
        gid("retail_location_id", "retailLocation.id", "Shop floor it was sold on."),
        gid(
            "business_entity_id",
            "merchantBusinessEntity.id",
            "Legal entity that sells.",
        ),
        gid(
            "merchant_of_record_app_id",
            "merchantOfRecordApp.id",
            "App that sells in its own name.",
        ),
        gid("staff_member_id", "staffMember.id", "Staff member who sold it."),
        gid("customer_id", "customer.id", "Who bought."),
        text(
            "customer_locale", "customerLocale", "Language of the customer, e.g. en-CA."
        ),
        text("email", "email", "E-mail of the order.", pii="email"),
        text("phone", "phone", "Phone of the order.", pii="phone"),
        text("client_ip", "clientIp", "Address of the browser.", pii="ip"),
        text("cart_token", "cartToken", "The cart it came from.", pii="token"),
        text(
            "checkout_token", "checkoutToken", "The checkout it came from.", pii="token"
        ),
        text("note", "note", "Note of customer or staff.", free_text=True),
        custom_attributes(),
        texts("tags", "tags", "Tags of the order."),
        texts("discount_codes", "discountCodes", "Codes that were entered."),
        texts("payment_gateways", "paymentGatewayNames", "Gateways it was paid by."),
        text(
            "purchasing_entity_kind",
            "purchasingEntity.__typename",
            "Customer or PurchasingCompany.",
        ),
        gid("company_id", "purchasingEntity.company.id", "Company that buys."),
        gid("company_location_id", "purchasingEntity.location.id", "Its location."),
        gid("company_contact_id", "purchasingEntity.contact.id", "Its contact."),
        text("payment_terms", "paymentTerms.paymentTermsName", "Terms of payment."),
        enum("payment_terms_type", "paymentTerms.paymentTermsType", "Kind of terms."),
        integer(
            "payment_due_in_days",
            "paymentTerms.dueInDays",
            "Days until payment is due.",
            "d",
        ),
        boolean(
            "is_payment_overdue", "paymentTerms.overdue", "Whether payment is late."
        ),
        integer("quantity", "subtotalLineItemsQuantity", "Pieces ordered."),
        integer(
            "current_quantity",
            "currentSubtotalLineItemsQuantity",
            "Pieces left after edits and refunds.",
        ),
        integer("total_weight", "totalWeight", "Weight ordered.", "g"),
        integer(
            "current_total_weight",
            "currentTotalWeight",
            "Weight left after edits and refunds.",
            "g",
        ),
        *currencies("totalPriceSet"),
        *ORDER_TOTALS,
        tax_lines("tax_lines", "taxLines", "Taxes as ordered."),
        tax_lines(
            "current_tax_lines", "currentTaxLines", "Taxes after edits and refunds."
        ),
        array(
            "additional_fees",
            "additionalFees",
            "Fees beyond price, tax, duties and shipping.",
            gid("id", "id", "The fee."),
            text("name", "name", "Name of the fee."),
            *money("amount", "price", "Amount of the fee"),
        ),
        *address("ship", "shippingAddress", "Shipping"),
        *ship_geo(),
        *address("bill", "billingAddress", "Billing"),
        boolean(
            "journey_ready",
            "customerJourneySummary.ready",
            "Whether the journey is complete.",
        ),
        integer(
            "customer_order_index",
            "customerJourneySummary.customerOrderIndex",
            "Orders the customer had before this one.",
        ),
        integer(
            "days_to_conversion",
            "customerJourneySummary.daysToConversion",
            "From first visit to order.",
            "d",
        ),
        *visit("first_visit", "customerJourneySummary.firstVisit", "First"),
        *visit("last_visit", "customerJourneySummary.lastVisit", "Last"),
        enum("risk_recommendation", "risk.recommendation", "What to do about fraud."),
        array(
            "risk_assessments",
            "risk.assessments",
            "Who judged the risk, and how.",
            enum("level", "riskLevel", "Level of the risk."),
            gid("provider_id", "provider.id", "App that judged; null is Shopify."),
        ),
        enum("protect_status", "shopifyProtect.status", "State of Shopify Protect."),
        enum(
            "protect_eligibility",
            "shopifyProtect.eligibility.status",
            "Whether Shopify Protect covers it.",
        ),
        array(
            "disputes",
            "disputes",
            "Chargebacks and inquiries.",
            gid("id", "id", "The dispute."),
            enum("initiated_as", "initiatedAs", "Chargeback or inquiry."),
            enum("status", "status", "State of the dispute."),
        ),
    )
