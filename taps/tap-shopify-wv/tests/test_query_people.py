"""Whatever tells of a person is treated: what Shopify marks, and what it forgot."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from graphql import TypeInfo, TypeInfoVisitor, Visitor, build_schema, visit

from tap_shopify_wv.queries import Query
from tap_shopify_wv.streams import STREAM_TYPES

SCHEMA = (
    Path(__file__).resolve().parents[3]
    / "sandbox/wv_sandbox/shopify/schema/admin_2026-10.graphql"
)
UNMARKED = {
    "orders": (
        "client_ip",
        "note",
        "cancel_note",
        "custom_attributes",
        "cart_token",
        "checkout_token",
        "first_visit_landing_page",
        "first_visit_referrer_url",
        "last_visit_landing_page",
        "last_visit_referrer_url",
    ),
    "order_line_items": ("custom_attributes",),
    "order_refunds": ("note",),
    "transactions": ("receipt", "account_number"),
    "fulfillments": ("tracking_info.number", "tracking_info.url"),
    "abandoned_checkouts": ("recovery_url", "note", "custom_attributes"),
    "customers": ("note", "multipass_identifier"),
    "draft_orders": ("note", "custom_attributes", "invoice_url"),
    "gift_cards": ("note", "recipient_message", "last_characters"),
    "tender_transactions": ("card_number",),
    "returns": ("line_items.customer_note", "line_items.reason_note"),
    "metafields_customer": ("value",),
    "metafields_order": ("value",),
    "deleted_records": ("author", "message"),
    "companies": ("note",),
    "company_locations": ("note", "phone", "ship_address1", "bill_zip"),
    "shop": ("email", "contact_email", "shop_owner_name"),
}
"""What Shopify does not mark as protected, but tells of people all the same."""

each_stream = pytest.mark.parametrize("stream", STREAM_TYPES, ids=lambda s: s.name)


def columns(stream):
    """Every column with its dotted name and path, those of lists included."""
    for column in stream.columns_read:
        yield column.name, column.path, column
        for inner in column.columns:
            name = f"{column.name}.{inner.name}"
            yield name, f"{column.path}.{inner.path}", inner


def is_treated(column):
    return bool(column.pii or column.free_text)


@cache
def schema():
    return build_schema(SCHEMA.read_text("utf-8"))


def protected(stream):
    """The paths, from the rows, of what Shopify marks as protected."""
    query, found = Query.of(stream.name), Protected(TypeInfo(schema()))
    for operation in filter(None, (query.main, query.details)):
        visit(operation, TypeInfoVisitor(found.info, found))
    begin = ".".join((stream.root, *stream.rows)) + "."
    return {path.removeprefix(begin) for path in found.paths}


@each_stream
def test_what_shopify_protects_is_treated(stream):
    """A column that `enrich` computes holds none of it as it came."""
    open_ = {path for _, path, c in columns(stream) if path and not is_treated(c)}

    assert not protected(stream) & open_


def test_shopify_protects_something():
    """The rule above must be able to fail."""
    found = {s.name: protected(s) for s in STREAM_TYPES}

    assert {"email", "phone", "shippingAddress.latitude"} <= found["orders"]
    assert "destination.city" in found["fulfillment_orders"]
    assert not found["products"]


@pytest.mark.parametrize("name", UNMARKED)
def test_what_shopify_forgot_to_protect_is_treated(name):
    (stream,) = (s for s in STREAM_TYPES if s.name == name)
    treated = {name for name, _, column in columns(stream) if is_treated(column)}

    assert set(UNMARKED[name]) <= treated


def test_one_person_has_one_pseudonym_in_every_stream():
    """The kind of datum separates pseudonyms: it must be the same word everywhere."""
    kinds = {
        name.rpartition(".")[2]: column.pii
        for stream in STREAM_TYPES
        for name, _, column in columns(stream)
        if column.pii
    }

    assert kinds["email"] == kinds["contact_email"] == "email"
    assert kinds["phone"] == kinds["ship_phone"] == kinds["default_phone"] == "phone"
    assert set(kinds.values()) <= {
        "account",
        "address",
        "email",
        "ip",
        "name",
        "phone",
        "token",
        "tracking",
    }


def test_no_key_is_treated():
    """A dropped key would make every record the same."""
    for stream in STREAM_TYPES:
        keys = {*stream.primary_keys, stream.replication_key}

        assert not [n for n, _, c in columns(stream) if n in keys and is_treated(c)]


class Protected(Visitor):
    """Notes the paths of fields that Shopify marks, without edges and nodes."""

    def __init__(self, info):
        super().__init__()
        self.info = info
        self.path = []
        self.paths = set()

    def enter_field(self, node, *_):
        self.path.append(node.name.value)
        definition = self.info.get_field_def().ast_node
        marks = (definition and definition.directives) or ()
        if any(mark.name.value == "protected" for mark in marks):
            steps = [step for step in self.path if step not in {"edges", "node"}]
            self.paths.add(".".join(steps))

    def leave_field(self, *_):
        self.path.pop()
