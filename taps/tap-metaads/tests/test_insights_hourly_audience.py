"""Hours by the viewer's clock: only where they are enabled."""

from __future__ import annotations

import json
import logging
from datetime import date


def enable(meta, feature):
    """Enable a feature as somebody did weeks ago."""
    features = meta.world.desk.features
    features._since["2001000000000001", feature] = date(2026, 10, 1)


def test_the_question_names_level_breakdowns_windows_and_all_statuses(
    read, asked, meta
):
    enable(meta, "time_of_day_viewer_tz")

    read("insights_hourly_audience")

    query = asked("/insights")[0]
    assert (query["level"], query["time_increment"]) == ("campaign", "1")
    assert json.loads(query["breakdowns"]) == [
        "hourly_stats_aggregated_by_audience_time_zone"
    ]
    assert json.loads(query["action_attribution_windows"]) == [
        "1d_click",
        "7d_click",
        "28d_click",
        "1d_view",
    ]
    (condition,) = json.loads(query["filtering"])
    assert condition["field"] == "campaign.effective_status"
    assert {"ARCHIVED", "DELETED"} <= set(condition["value"])


def test_without_the_feature_nothing_is_asked(make_tap, sync, asked, caplog):
    caplog.set_level(logging.WARNING)

    said = sync(make_tap("insights_hourly_audience"))

    assert not said.records("insights_hourly_audience")
    assert asked("/insights") == []
    assert "LEFT OUT" in caplog.text


def test_with_the_feature_it_adds_up_to_the_account(make_tap, sync, meta, total):
    enable(meta, "time_of_day_viewer_tz")

    said = sync(make_tap("insights_hourly_audience", "insights_account_daily"))

    rows = said.records("insights_hourly_audience")
    assert len({row["audience_hour"] for row in rows}) > 2
    assert total(rows, "impressions") == total(
        said.records("insights_account_daily"), "impressions"
    )
