"""Parcels."""

from __future__ import annotations

STREAM = "fulfillments"


def test_a_row_belongs_to_an_order_and_moves_with_it(make_tap, sync):
    said = sync(make_tap("orders", STREAM))
    changed = {row["id"]: row["updated_at"] for row in said.records("orders")}
    rows = said.records(STREAM)

    assert rows
    assert {row["order_id"]: row["order_updated_at"] for row in rows}.items() <= (
        changed.items()
    )


def test_a_parcel_says_from_where_and_how_it_stands(read):
    rows = read(STREAM)

    assert all(row["status"] for row in rows)
    assert [row for row in rows if row["location_id"]]


def test_numbers_of_parcels_are_pseudonyms_and_their_pages_stay_at_home(read):
    parcels = [parcel for row in read(STREAM) for parcel in row["tracking_info"]]

    assert [p for p in parcels if p["number"]]
    assert all((p["number"] or "h1:").startswith("h1:") for p in parcels)
    assert {parcel["url"] for parcel in parcels} == {None}
