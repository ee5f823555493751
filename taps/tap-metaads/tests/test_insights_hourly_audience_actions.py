"""What people did after `insights_hourly_audience`, where the feature is enabled."""

from __future__ import annotations

from datetime import date


def test_clicks_on_the_link_are_those_of_the_figures(
    make_tap, sync, meta, total, actions
):
    features = meta.world.desk.features
    features._since["2001000000000001", "time_of_day_viewer_tz"] = date(2026, 10, 1)

    said = sync(
        make_tap("insights_hourly_audience", "insights_hourly_audience_actions")
    )

    clicks = total(said.records("insights_hourly_audience"), "inline_link_clicks")
    told = actions(said.records("insights_hourly_audience_actions"), "link_click")
    assert told
    assert told == {day: count for day, count in clicks.items() if count}
