"""From an answer to records: paths, kinds, money, people, and what must not be."""

from __future__ import annotations

import pytest

from tap_kit.errors import DataError
from tap_shopify_wv.columns import (
    array,
    boolean,
    currencies,
    decimal,
    enum,
    gid,
    instant,
    integer,
    json_text,
    legacy_id,
    money,
    money_v2,
    number,
    shopify_columns,
    text,
    texts,
)
from tap_shopify_wv.rows import Reader, rows


def bag(shop: str, presentment: str, *codes: str) -> dict:
    codes = codes or ("USD", "EUR")
    return {
        "shopMoney": {"amount": shop, "currencyCode": codes[0]},
        "presentmentMoney": {"amount": presentment, "currencyCode": codes[1]},
    }


def read(node, *columns, path=(), treat=lambda _column: None):
    reader = Reader(columns, treat, "orders")
    return [reader.record(row) for row in rows(node, path)]


def one(value, column):
    (record,) = read({"v": value}, column)
    return record[column.name]


@pytest.mark.parametrize(
    ("column", "value", "kept"),
    [
        (text("t", "v", "T."), "a", "a"),
        (enum("t", "v", "T."), "NEW_WORD", "NEW_WORD"),
        (integer("t", "v", "T."), 3, 3),
        (integer("t", "v", "T."), "9007199254740993", 9007199254740993),
        (decimal("t", "v", "T."), "0.10", "0.10"),
        (decimal("t", "v", "T."), "-12345678901234567890.123456", None),
        (number("t", "v", "T.", "°"), 52.5, 52.5),
        (boolean("t", "v", "T."), False, False),
        (instant("t", "v", "T."), "2026-11-15T06:00:00Z", None),
        (texts("t", "v", "T."), ["b", "a"], ["b", "a"]),
        (json_text("t", "v", "T."), {"b": 1, "a": "é"}, '{"a":"é","b":1}'),
        (legacy_id("v"), "9007199254740993", "9007199254740993"),
    ],
)
def test_a_value_keeps_all_it_says(column, value, kept):
    assert one(value, column) == (value if kept is None else kept)
    assert one(None, column) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (integer("t", "v", "T."), 1.5),
        (integer("t", "v", "T."), True),
        (integer("t", "v", "T."), "ada@example.com"),
        (decimal("t", "v", "T."), 12.5),
        (decimal("t", "v", "T."), "NaN"),
        (decimal("t", "v", "T."), "12,5"),
        (array("t", "v", "T.", text("a", "a", "A.")), {"a": 1}),
        (text("t", "v.w", "T."), "no object"),
    ],
)
def test_a_value_that_cannot_be_ends_the_run_and_is_not_quoted(column, value):
    with pytest.raises(DataError, match=r"orders\.t") as caught:
        one(value, column)

    assert "ada@" not in str(caught.value)


def test_paths_begin_at_row_parent_or_root():
    node = {
        "id": "o",
        "agreements": [
            {"id": "a", "sales": [{"id": "s1", "app": {"id": "x"}}, {"id": "s2"}]},
            {"id": "b", "sales": []},
        ],
    }
    columns = (
        gid("id", "id", "Sale."),
        gid("order_id", "@root.id", "Order."),
        gid("agreement_id", "@parent.id", "Agreement."),
        integer("place", "@index", "Place."),
        gid("app_id", "app.id", "App."),
    )

    records = read(node, *columns, path=("agreements", "sales"))

    first = {"id": "s1", "order_id": "o", "agreement_id": "a", "place": 0}
    second = {"id": "s2", "order_id": "o", "agreement_id": "a", "place": 1}
    assert records == [first | {"app_id": "x"}, second | {"app_id": None}]


def test_plain_objects_on_the_way_are_walked_and_nulls_are_nobody():
    column = gid("id", "id", "Code.")

    found = read(
        {"discount": {"codes": [{"id": 1}, None]}}, column, path=("discount", "codes")
    )

    assert found == [{"id": 1}]
    assert read({"discount": None}, column, path=("discount", "codes")) == []


def test_money_comes_in_both_currencies():
    node = {"total": bag("10.00", "9.20")}

    (record,) = read(node, *money("total", "total", "Total"), *currencies("total"))

    assert record == {
        "total": "10.00",
        "total_presentment": "9.20",
        "currency": "USD",
        "presentment_currency": "EUR",
    }


def test_an_amount_in_another_currency_than_its_row_is_refused():
    node = {"total": bag("10.00", "9.20"), "tax": bag("1.00", "0.92", "CAD", "EUR")}
    columns = (*currencies("total"), *money("tax", "tax", "Tax"))

    with pytest.raises(DataError, match="CAD stands in a row in USD"):
        read(node, *columns)


def test_an_amount_in_a_list_is_held_against_its_row_too():
    taxes = array("taxes", "taxes", "Taxes.", *money("amount", "set", "Amount"))
    node = {"total": bag("1", "1"), "taxes": [{"set": bag("1.00", "0.92")}]}

    (record,) = read(node, *currencies("total"), taxes)

    assert record["taxes"] == [{"amount": "1.00", "amount_presentment": "0.92"}]
    node["taxes"][0]["set"] = bag("1.00", "0.92", "USD", "GBP")
    with pytest.raises(DataError, match="GBP"):
        read(node, *currencies("total"), taxes)


def test_a_row_without_its_first_bag_takes_the_currency_of_the_next():
    node = {"total": None, "tax": bag("1.00", "0.92")}

    (record,) = read(node, *currencies("total"), *money("tax", "tax", "Tax"))

    assert (record["currency"], record["presentment_currency"]) == ("USD", "EUR")


def test_a_single_money_has_its_own_currency():
    node = {"fee": {"amount": "0.30", "currencyCode": "CAD"}}

    assert read(node, *money_v2("fee", "fee", "Fee")) == [
        {"fee": "0.30", "fee_currency": "CAD"}
    ]


def test_people_are_treated_in_lists_too():
    columns = (
        text("email", "email", "E-mail.", pii="email"),
        array("staff", "staff", "Staff.", text("name", "name", "Name.", pii="name")),
    )
    node = {"email": "a@b.c", "staff": [{"name": "Ada"}, {"name": None}]}

    def treat(column):
        return (lambda _datum: f"<{column.pii}>") if column.pii else None

    assert read(node, *columns, treat=treat) == [
        {"email": "<email>", "staff": [{"name": "<name>"}, {"name": None}]}
    ]


def test_keys_are_never_null_and_all_else_may_be():
    schema = shopify_columns(gid("id", "id", "Id."), text("name", "name", "N.")).keyed(
        ["id"]
    )

    assert schema["properties"]["id"]["type"] == ["string"]
    assert schema["properties"]["name"]["type"] == ["string", "null"]
    assert "id" in schema["required"]
    assert "name" not in schema["required"]


def test_a_column_knows_the_leaves_it_is_read_from():
    columns = shopify_columns(
        *money("total", "totalSet", "Total"),
        array(
            "taxes",
            "taxes",
            "T.",
            text("t", "title", "T."),
            integer("i", "@index", "I."),
        ),
        json_text("attributes", "attributes", "A.", "key", "value"),
    ).columns

    assert [column.paths for column in columns] == [
        ("totalSet.shopMoney.amount", "totalSet.shopMoney.currencyCode"),
        ("totalSet.presentmentMoney.amount", "totalSet.presentmentMoney.currencyCode"),
        ("taxes.title",),
        ("attributes.key", "attributes.value"),
    ]
