"""Columns that several streams have in common; fragments with the same names beside.

Where `fragments/` holds a `.graphql` of the same name, both change together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_shopify_wv.columns import (
    array,
    boolean,
    enum,
    gid,
    instant,
    integer,
    json_text,
    money,
    number,
    text,
    url,
)

if TYPE_CHECKING:
    from tap_shopify_wv.schema import Column


def parent(thing: str) -> tuple[Column, Column]:
    """The row's root node: its id, and when it changed, which orders the rows."""
    return (
        gid(f"{thing}_id", "@root.id", f"The {thing.replace('_', ' ')} it belongs to."),
        instant(
            f"{thing}_updated_at",
            "@root.updatedAt",
            f"When the {thing.replace('_', ' ')} last changed; decides what is read "
            "again.",
        ),
    )


def address(prefix: str, path: str, whose: str) -> tuple[Column, ...]:
    """An address: people as pseudonyms, places down to the city as they are."""
    of = f"{whose} address"
    return (
        text(f"{prefix}_first_name", f"{path}.firstName", f"{of}: name.", pii="name"),
        text(f"{prefix}_last_name", f"{path}.lastName", f"{of}: surname.", pii="name"),
        text(f"{prefix}_company", f"{path}.company", f"{of}: company.", pii="name"),
        text(f"{prefix}_address1", f"{path}.address1", f"{of}: street.", pii="address"),
        text(f"{prefix}_address2", f"{path}.address2", f"{of}: rest.", pii="address"),
        text(f"{prefix}_zip", f"{path}.zip", f"{of}: postcode.", pii="address"),
        text(f"{prefix}_phone", f"{path}.phone", f"{of}: phone.", pii="phone"),
        text(f"{prefix}_city", f"{path}.city", f"{of}: city, as typed."),
        text(f"{prefix}_province", f"{path}.province", f"{of}: province or state."),
        text(
            f"{prefix}_province_code",
            f"{path}.provinceCode",
            f"{of}: code of the province, e.g. NY.",
        ),
        text(f"{prefix}_country", f"{path}.country", f"{of}: country's name."),
        enum(
            f"{prefix}_country_code",
            f"{path}.countryCodeV2",
            f"{of}: country, ISO 3166-1 alpha-2.",
        ),
    )


def company_address(prefix: str, path: str, whose: str) -> tuple[Column, ...]:
    """An address of a company that buys."""
    of = f"{whose} address"
    return (
        text(f"{prefix}_recipient", f"{path}.recipient", f"{of}: whom.", pii="name"),
        text(f"{prefix}_company", f"{path}.companyName", f"{of}: company.", pii="name"),
        text(f"{prefix}_address1", f"{path}.address1", f"{of}: street.", pii="address"),
        text(f"{prefix}_address2", f"{path}.address2", f"{of}: rest.", pii="address"),
        text(f"{prefix}_zip", f"{path}.zip", f"{of}: postcode.", pii="address"),
        text(f"{prefix}_phone", f"{path}.phone", f"{of}: phone.", pii="phone"),
        text(f"{prefix}_city", f"{path}.city", f"{of}: city."),
        text(f"{prefix}_province", f"{path}.province", f"{of}: province or state."),
        text(f"{prefix}_province_code", f"{path}.zoneCode", f"{of}: its code."),
        text(f"{prefix}_country", f"{path}.country", f"{of}: country's name."),
        enum(
            f"{prefix}_country_code",
            f"{path}.countryCode",
            f"{of}: country, ISO 3166-1 alpha-2.",
        ),
    )


def visit(prefix: str, path: str, which: str) -> tuple[Column, ...]:
    """A visit that led to the order: source and campaign, not the addresses seen."""
    of = f"{which} visit"
    utm = f"{path}.utmParameters"
    return (
        instant(f"{prefix}_at", f"{path}.occurredAt", f"{of}: when."),
        text(f"{prefix}_source", f"{path}.source", f"{of}: source, e.g. google."),
        enum(f"{prefix}_source_type", f"{path}.sourceType", f"{of}: tactic."),
        text(
            f"{prefix}_source_description",
            f"{path}.sourceDescription",
            f"{of}: source in words.",
        ),
        url(
            f"{prefix}_landing_page",
            f"{path}.landingPage",
            f"{of}: first page.",
            free_text=True,
        ),
        url(
            f"{prefix}_referrer_url",
            f"{path}.referrerUrl",
            f"{of}: page it came from.",
            free_text=True,
        ),
        text(f"{prefix}_referral_code", f"{path}.referralCode", f"{of}: ref code."),
        *(
            text(f"{prefix}_utm_{part}", f"{utm}.{part}", f"{of}: utm_{part}.")
            for part in ("source", "medium", "campaign", "content", "term")
        ),
    )


def tax_lines(name: str, path: str, description: str) -> Column:
    """A list of taxes: rate as a share, amount in both currencies."""
    return array(
        name,
        path,
        description,
        text("title", "title", "Name of the tax."),
        number("rate", "rate", "Share of the price, 0.19 for 19 %.", "1"),
        text("source", "source", "Who computed it."),
        boolean(
            "channel_liable",
            "channelLiable",
            "Whether the channel pays it to the state.",
        ),
        *money("amount", "priceSet", "Amount of the tax"),
    )


def discount_shares(path: str = "discountAllocations") -> Column:
    """A list of the parts that discounts take from a line."""
    return array(
        "discount_allocations",
        path,
        "What each discount takes from the line, shares of order discounts too.",
        integer(
            "discount_index",
            "discountApplication.index",
            "`index` of the discount in `order_discount_applications`.",
        ),
        *money("amount", "allocatedAmountSet", "Amount taken off"),
    )


def custom_attributes(path: str = "customAttributes") -> Column:
    """Keys and values that a theme or app has added."""
    return json_text(
        "custom_attributes",
        path,
        "Keys and values that the theme or an app added, as JSON.",
        "key",
        "value",
        free_text=True,
    )


def bags(*rows: tuple[str, str, str]) -> tuple[Column, ...]:
    """Several MoneyBags, each given as for `money`."""
    return tuple(column for row in rows for column in money(*row))


def refund_parent() -> tuple[Column, ...]:
    """The order and the refund that a part of a refund belongs to."""
    return (
        *parent("order"),
        gid("refund_id", "@parent.id", "The refund it belongs to."),
        instant(
            "refund_created_at", "@parent.createdAt", "When the refund was entered."
        ),
        instant(
            "refund_processed_at",
            "@parent.processedAt",
            "When the refund counts; the day of the return.",
        ),
    )
