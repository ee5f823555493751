"""What people did after `insights_ad_set_daily`, one row a figure."""

from __future__ import annotations


def test_clicks_on_the_link_are_those_of_the_figures(whole, total, actions):
    clicks = total(whole.records("insights_ad_set_daily"), "inline_link_clicks")

    told = actions(whole.records("insights_ad_set_daily_actions"), "link_click")

    assert told == {day: count for day, count in clicks.items() if count}


def test_purchases_and_their_value_are_those_of_the_account(whole, actions):
    rows = whole.records("insights_ad_set_daily_actions")
    account = whole.records("insights_account_daily_actions")

    for metric in ("actions", "action_values"):
        told = actions(rows, "omni_purchase", metric)
        assert told == actions(account, "omni_purchase", metric)
        assert told
