"""Lists of actions as rows, and as Meta should not send them."""

from __future__ import annotations

import pytest

from tap_metaads.insights.actions import exploded


def test_each_window_is_a_row_and_value_is_the_default_one():
    row = {
        "actions": [{"action_type": "purchase", "value": "3", "1d_click": "2"}],
        "action_values": [{"action_type": "purchase", "7d_click": "9.99"}],
    }

    told = [tuple(r.values()) for r in exploded(row, ("actions", "action_values"))]

    assert told == [
        ("actions", "purchase", "default", "3"),
        ("actions", "purchase", "1d_click", "2"),
        ("action_values", "purchase", "7d_click", "9.99"),
    ]


def test_lists_that_are_not_there_are_no_rows():
    assert list(exploded({"actions": None}, ("actions", "conversions"))) == []


@pytest.mark.parametrize("entry", [{}, {"value": "1"}, "purchase", None, ["x"]])
def test_an_entry_without_a_type_is_an_error(entry):
    with pytest.raises(ValueError, match="action_type"):
        list(exploded({"actions": [entry]}, ("actions",)))


def test_a_broken_entry_leaves_its_account_out(make_tap, monkeypatch):
    tap = make_tap("insights_ad_daily_actions")
    broken = {"account_currency": "USD", "actions": [{"value": "1"}]}
    monkeypatch.setattr(tap.engine, "rows", lambda *_: iter([broken]))

    list(tap.streams["insights_ad_daily_actions"].get_records(None))

    assert tap.report.record()["quarantines"] == 1
