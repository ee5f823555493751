"""Marketing activities."""

from __future__ import annotations

STREAM = "marketing_activities"


def test_spend_has_its_currency(read):
    rows = [row for row in read(STREAM) if row["ad_spend"]]

    assert rows
    assert all(row["ad_spend_currency"] for row in rows)


def test_they_are_filtered_by_change_and_put_in_order_here(read, asked):
    instants = [row["updated_at"] for row in read(STREAM)]

    assert instants == sorted(instants)
    assert any("updated_at:>=" in v["query"] for _, v in asked("marketingActivities("))
