"""Custom audiences: sizes, no members."""

from __future__ import annotations

import json


def test_sizes_are_whole_numbers_and_times_come_from_seconds(whole):
    rows = whole.records("custom_audiences")

    assert rows
    for row in rows:
        low, high = (
            row[f"approximate_count_{side}_bound"] for side in ("lower", "upper")
        )
        assert 0 < low < high
        assert row["time_created"].endswith("+00:00")


def test_a_rule_stays_the_text_that_meta_has(whole):
    """It is JSON within a text; quoted twice nobody could read it."""
    rules = [row["rule"] for row in whole.records("custom_audiences") if row["rule"]]

    assert json.loads(rules[0])["inclusions"]


def test_its_own_limit_is_that_of_audiences(make_tap):
    tap = make_tap("custom_audiences")
    account = tap.accounts.all[0]

    gate = tap.streams["custom_audiences"].gate(account)

    assert gate == (account.identity, "custom_audience")
