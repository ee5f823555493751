"""Customers."""

from __future__ import annotations

STREAM = "customers"


def test_a_person_has_the_same_pseudonym_as_in_orders(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    mails = {row["id"]: row["email"] for row in said.records(STREAM)}
    same = [
        row
        for row in said.records("orders")
        if row["email"] and row["email"] == mails.get(row["customer_id"])
    ]

    assert same


def test_all_addresses_are_read_by_the_field_that_pages(read, asked):
    rows = read(STREAM)

    assert [row for row in rows if row["addresses"]]
    assert asked("addressesV2(")
    assert not asked("addresses(")


def test_an_inner_address_is_as_private_as_the_outer_one(read):
    row = next(r for r in read(STREAM) if r["addresses"] and r["default_zip"])

    assert row["addresses"][0]["zip"].startswith("h1:")
    assert row["default_zip"] in {address["zip"] for address in row["addresses"]}


def test_consent_is_told_with_its_date(read):
    rows = [row for row in read(STREAM) if row["email"]]

    assert all(row["email_marketing_state"] for row in rows)


def test_dropped_people_leave_the_numbers(read):
    rows = read(STREAM, pii_mode="drop")

    assert {row["email"] for row in rows} == {None}
    assert [row for row in rows if int(row["orders_count"])]
