"""What people did after `insights_device_daily`, where the feature is enabled."""

from __future__ import annotations

from datetime import date


def test_clicks_on_the_link_are_those_of_the_figures(
    make_tap, sync, meta, total, actions
):
    features = meta.world.desk.features
    features._since["2001000000000001", "impression_device"] = date(2026, 10, 1)

    said = sync(make_tap("insights_device_daily", "insights_device_daily_actions"))

    clicks = total(said.records("insights_device_daily"), "inline_link_clicks")
    told = actions(said.records("insights_device_daily_actions"), "link_click")
    assert told
    assert told == {day: count for day, count in clicks.items() if count}
