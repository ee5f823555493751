"""Columns read from answers: typed, treated, and never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_kit import fields as f
from tap_kit.pii import Pseudonymizer

KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
SCHEMA = f.fields(
    f.key("id", "id", "Id."),
    f.text("name", "about.name", "Name."),
    f.text("email", "about.email", "Address.", pii="email"),
    f.text("note", "about.note", "Note.", free_text=True),
    f.integer("size", "size", "Size", "B"),
    f.number("share", "share", "Share", "1"),
    f.decimal("price", "price", "Price", "currency"),
    f.boolean("open", "open", "Whether it is open."),
    f.instant("at", "at", "When."),
    f.day("on", "on", "Which day."),
    f.texts("tags", "tags", "Tags."),
    f.ids("others", "others", "Others."),
    f.json_text("raw", "raw", "All of it."),
    f.text("own", "", "The stream gives it."),
)
RESOURCE = {
    "id": "1",
    "about": {"name": "n", "email": " A@B.example", "note": "call me"},
    "size": 3,
    "share": 1,
    "price": Decimal("10.10"),
    "open": False,
    "at": "2026-11-15T06:00:00Z",
    "on": "2026-11-15",
    "tags": ["a"],
    "others": [{"id": 7}, {"id": "8"}],
    "raw": {"b": 1, "a": [None]},
}


def read(resource: dict, mode: str = "hash") -> dict:
    return f.FieldReader(SCHEMA, Pseudonymizer(KEY, mode)).record(resource)


def test_each_kind_reads_its_values():
    record = read(RESOURCE, "keep")

    assert record == {
        "id": "1",
        "name": "n",
        "email": " A@B.example",
        "note": "call me",
        "size": 3,
        "share": 1.0,
        "price": "10.10",
        "open": False,
        "at": "2026-11-15T06:00:00Z",
        "on": "2026-11-15",
        "tags": ["a"],
        "others": ["7", "8"],
        "raw": '{"a":[null],"b":1}',
    }


def test_what_is_not_there_is_null():
    record = read({"id": "1", "about": None})

    assert set(record.values()) == {"1", None}


def test_people_become_pseudonyms_and_their_words_stay_out():
    record = read(RESOURCE)

    assert record["email"] == Pseudonymizer(KEY).value("email", "a@b.example")
    assert record["note"] is None
    assert read(RESOURCE, "drop")["email"] is None


def test_a_field_that_the_stream_gives_is_not_read():
    assert "own" not in read(RESOURCE)
    assert "own" in SCHEMA["properties"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", {"a": 1}),
        ("name", ["a"]),
        ("name", True),
        ("size", 1.5),
        ("size", "x"),
        ("size", "1_0"),
        ("size", " 1"),
        ("size", True),
        ("share", "x"),
        ("price", 10.1),
        ("price", True),
        ("price", "NaN"),
        ("price", "x"),
    ],
)
def test_a_value_of_another_kind_is_refused_and_not_quoted(column, value):
    resource = RESOURCE | {column: value}
    if column == "name":
        resource = RESOURCE | {"about": {"name": value}}

    with pytest.raises(ValueError, match=f"column {column}") as caught:
        read(resource)

    if isinstance(value, float):
        assert str(value) not in str(caught.value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_no_digit_of_money_is_lost(price):
    assert Decimal(read(RESOURCE | {"price": price})["price"]) == price


@given(st.integers(-(2**63), 2**63 - 1))
def test_no_digit_of_a_number_is_lost(size):
    assert read(RESOURCE | {"size": size})["size"] == size
    assert read(RESOURCE | {"size": str(size)})["size"] == size


def test_a_number_may_stand_for_a_word():
    assert read(RESOURCE | {"id": 12})["id"] == "12"


def test_the_schema_names_units_and_treatment():
    described = {n: c["description"] for n, c in SCHEMA["properties"].items()}

    assert described["size"] == "Size [B]."
    assert described["price"] == "Price [currency]."
    assert described["at"] == "When [UTC]."
    assert "pseudonym" in described["email"]
    assert "pii_mode" in described["note"]


def test_a_decimal_may_have_more_places():
    declared = f.decimal("value", "value", "Value", "1", scale=18).declared

    assert declared.to_dict()["value"]["scale"] == 18


def test_only_keys_are_never_null():
    required = {"id", *(name for name in SCHEMA["properties"] if name[:4] == "_wv_")}

    assert set(SCHEMA["required"]) == required
