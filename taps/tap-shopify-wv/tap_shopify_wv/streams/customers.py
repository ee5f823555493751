"""Customers: since when, how much, which consent; people only as pseudonyms.

https://shopify.dev/docs/api/admin-graphql/latest/queries/customers
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    array,
    boolean,
    enum,
    gid,
    instant,
    integer,
    legacy_id,
    money_v2,
    shopify_columns,
    text,
    texts,
)
from tap_shopify_wv.common import address


class CustomersStream(ShopifyStream):
    """Grain: one row a customer."""

    name = "customers"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "customers"
    scopes = ("read_customers",)
    bulk = True
    page_size = 100
    schema = shopify_columns(
        gid("id", "id", "The customer."),
        legacy_id(),
        instant("created_at", "createdAt", "When the customer was added."),
        instant(
            "updated_at", "updatedAt", "When anything about the customer last changed."
        ),
        enum("state", "state", "State of the account."),
        text("locale", "locale", "Language, e.g. en-CA."),
        text("first_name", "firstName", "First name.", pii="name"),
        text("last_name", "lastName", "Surname.", pii="name"),
        text("display_name", "displayName", "Name as shown.", pii="name"),
        text("email", "defaultEmailAddress.emailAddress", "E-mail.", pii="email"),
        enum(
            "email_marketing_state",
            "defaultEmailAddress.marketingState",
            "Consent to e-mails.",
        ),
        enum(
            "email_opt_in_level",
            "defaultEmailAddress.marketingOptInLevel",
            "How it was given.",
        ),
        instant(
            "email_marketing_updated_at",
            "defaultEmailAddress.marketingUpdatedAt",
            "When it was given or withdrawn.",
        ),
        enum(
            "email_open_tracking",
            "defaultEmailAddress.openTrackingLevel",
            "Whether openings may be tracked.",
        ),
        boolean(
            "email_is_valid",
            "defaultEmailAddress.validFormat",
            "Whether it is written as an e-mail is.",
        ),
        boolean("email_is_verified", "verifiedEmail", "Whether it is verified."),
        text("phone", "defaultPhoneNumber.phoneNumber", "Phone.", pii="phone"),
        enum(
            "sms_marketing_state",
            "defaultPhoneNumber.marketingState",
            "Consent to text messages.",
        ),
        enum(
            "sms_opt_in_level",
            "defaultPhoneNumber.marketingOptInLevel",
            "How it was given.",
        ),
        instant(
            "sms_marketing_updated_at",
            "defaultPhoneNumber.marketingUpdatedAt",
            "When it was given or withdrawn.",
        ),
        enum(
            "sms_collected_from",
            "defaultPhoneNumber.marketingCollectedFrom",
            "Where it was given.",
        ),
        text(
            "multipass_identifier",
            "multipassIdentifier",
            "Id in the shop's own login.",
            pii="account",
        ),
        boolean(
            "has_opted_out_of_data_sale",
            "dataSaleOptOut",
            "Whether their data may not be sold.",
        ),
        integer("orders_count", "numberOfOrders", "Orders so far."),
        *money_v2("amount_spent", "amountSpent", "Spent so far"),
        gid("last_order_id", "lastOrder.id", "Latest order."),
        text(
            "lifetime_duration",
            "lifetimeDuration",
            "How long they have been customers, in words.",
        ),
        enum(
            "product_subscriber_status",
            "productSubscriberStatus",
            "State of subscriptions.",
        ),
        enum(
            "predicted_spend_tier",
            "statistics.predictedSpendTier",
            "Spending Shopify expects.",
        ),
        enum(
            "rfm_group", "statistics.rfmGroup", "Group by recency, frequency and value."
        ),
        boolean("tax_exempt", "taxExempt", "Whether no tax is asked."),
        texts("tax_exemptions", "taxExemptions", "Which taxes are not asked."),
        texts("tags", "tags", "Tags of the customer."),
        text("note", "note", "Note of the staff.", free_text=True),
        gid("default_address_id", "defaultAddress.id", "Default address."),
        *address("default", "defaultAddress", "Default"),
        array(
            "addresses",
            "addressesV2",
            "All addresses.",
            gid("id", "id", "The address."),
            text("first_name", "firstName", "Name.", pii="name"),
            text("last_name", "lastName", "Surname.", pii="name"),
            text("company", "company", "Company.", pii="name"),
            text("address1", "address1", "Street.", pii="address"),
            text("address2", "address2", "Rest.", pii="address"),
            text("zip", "zip", "Postcode.", pii="address"),
            text("phone", "phone", "Phone.", pii="phone"),
            text("city", "city", "City, as typed."),
            text("province", "province", "Province or state."),
            text("province_code", "provinceCode", "Its code."),
            text("country", "country", "Country's name."),
            enum("country_code", "countryCodeV2", "Country, ISO 3166-1 alpha-2."),
        ),
    )
