"""Devices: only where they are enabled."""

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
    enable(meta, "impression_device")

    read("insights_device_daily")

    query = asked("/insights")[0]
    assert (query["level"], query["time_increment"]) == ("campaign", "1")
    assert json.loads(query["breakdowns"]) == [
        "publisher_platform",
        "platform_position",
        "impression_device",
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

    said = sync(make_tap("insights_device_daily"))

    assert not said.records("insights_device_daily")
    assert asked("/insights") == []
    assert "LEFT OUT" in caplog.text


def test_with_the_feature_it_adds_up_to_the_account(make_tap, sync, meta, total):
    enable(meta, "impression_device")

    said = sync(make_tap("insights_device_daily", "insights_account_daily"))

    rows = said.records("insights_device_daily")
    assert len({row["impression_device"] for row in rows}) > 2
    assert total(rows, "impressions") == total(
        said.records("insights_account_daily"), "impressions"
    )
