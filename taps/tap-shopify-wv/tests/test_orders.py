"""Orders."""

from __future__ import annotations

STREAM = "orders"


def test_test_orders_are_left_out_unless_they_are_wanted(read, asked):
    real = read(STREAM, shop="plain-500")
    every = read(STREAM, shop="plain-500", include_test_orders=True)

    assert not [row for row in real if row["is_test"]]
    assert len(real) < len(every)
    assert any(
        "test:false" in v["query"] for _, v in asked("orders(") if v.get("query")
    )


def test_money_is_text_in_both_currencies(read):
    rows = read(STREAM, shop="multi-currency-200")
    abroad = [r for r in rows if r["currency"] != r["presentment_currency"]]

    assert abroad
    assert all(isinstance(row["total_price"], str) for row in rows)
    assert any(r["total_price"] != r["total_price_presentment"] for r in abroad)


def test_totals_as_ordered_and_as_they_stand_are_told_apart(read):
    rows = read(STREAM)

    assert [row for row in rows if row["current_total_price"] != row["total_price"]]
    assert [row for row in rows if row["total_refunded"] != "0.0"]


def test_a_cancelled_order_stays_and_says_why(read):
    cancelled = [row for row in read(STREAM, shop="plain-500") if row["cancelled_at"]]

    assert cancelled
    assert all(row["cancel_reason"] for row in cancelled)


def test_people_are_pseudonyms_and_places_are_not(read):
    row = next(r for r in read(STREAM) if r["ship_zip"])

    for column in ("email", "ship_last_name", "ship_address1", "ship_zip", "client_ip"):
        assert row[column].startswith("h1:")
    assert row["ship_city"]
    assert not row["ship_city"].startswith("h1:")


def test_coordinates_leave_only_as_a_cell(read):
    rows = read(STREAM)
    located = [row for row in rows if row["ship_geo_source"] == "order"]

    assert located
    assert {len(row["ship_geohash"]) for row in located} == {5}
    assert not [column for column in rows[0] if "latitude" in column]


def test_an_order_without_goods_to_ship_lies_nowhere(read):
    rows = read(STREAM, shop="digital-100")

    assert {row["ship_geohash"] for row in rows} == {None}
    assert {row["ship_geo_source"] for row in rows} == {"none"}


def test_a_plan_without_people_still_brings_its_orders(read):
    rows = read(STREAM, shop="basic-100")

    assert rows
    assert {row["email"] for row in rows} == {None}
    assert {row["ship_zip"] for row in rows} == {None}
    assert [row for row in rows if row["ship_city"]]


def test_the_time_to_go_is_reckoned_by_the_time_that_orders_have_passed(
    read, monkeypatch
):
    shares: list[float] = []
    monkeypatch.setattr(
        "tap_kit.report.RunReport.foresee", lambda *told: shares.append(told[-1])
    )

    read(STREAM)

    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] <= 1


def test_orders_come_in_the_order_of_their_change(read, asked):
    instants = [row["updated_at"] for row in read(STREAM)]

    assert instants == sorted(instants)
    assert all("sortKey: UPDATED_AT" in query for query, _ in asked("orders("))
