"""What people did after `insights_hourly`, one row a figure."""

from __future__ import annotations


def test_clicks_on_the_link_are_those_of_the_figures(whole, total, actions):
    clicks = total(whole.records("insights_hourly"), "inline_link_clicks")

    told = actions(whole.records("insights_hourly_actions"), "link_click")

    assert told == {day: count for day, count in clicks.items() if count}


def test_what_happened_off_meta_is_not_told(whole):
    """A named exception of the totals: Meta's first kind of breakdowns."""
    kinds = {row["action_type"] for row in whole.records("insights_hourly_actions")}

    assert "link_click" in kinds
    assert "omni_purchase" not in kinds
