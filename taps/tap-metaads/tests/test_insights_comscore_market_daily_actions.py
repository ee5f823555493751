"""What people did after `insights_comscore_market_daily`, one row a figure."""

from __future__ import annotations


def test_clicks_on_the_link_are_those_of_the_figures(whole, total, actions):
    clicks = total(
        whole.records("insights_comscore_market_daily"), "inline_link_clicks"
    )

    told = actions(
        whole.records("insights_comscore_market_daily_actions"), "link_click"
    )

    assert told == {day: count for day, count in clicks.items() if count}


def test_markets_bring_purchases(whole, actions):
    rows = whole.records("insights_comscore_market_daily_actions")

    assert actions(rows, "omni_purchase", "action_values")
