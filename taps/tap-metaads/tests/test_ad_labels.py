"""Labels of an account."""

from __future__ import annotations


def test_labels_are_those_of_the_account(whole, ids):
    rows = [r for r in whole.records("ad_labels") if r["account_id"] == ids["main"]]

    assert {row["name"] for row in rows} == {"weather", "evergreen", "sale"}
