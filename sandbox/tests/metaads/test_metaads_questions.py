"""Which questions insights take: days, levels, breakdowns."""

from __future__ import annotations

import pytest

WEEK = {"since": "2026-11-01", "until": "2026-11-07"}


def insights(graph, **asked):
    return graph.list("insights", **{"fields": "spend", "time_range": WEEK, **asked})


def refused(graph, **asked):
    return graph.refused(f"{graph.account}/insights", **{"time_range": WEEK, **asked})


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"fields": "spend,colour"}, (100, None)),
        ({"level": "keyword"}, (100, None)),
        ({"time_increment": "91"}, (100, None)),
        ({"time_increment": "weekly"}, (100, None)),
        ({"time_range": {"since": "2026-11-07", "until": "2026-11-01"}}, (100, None)),
        ({"time_range": {"since": "2026-11-01"}}, (100, None)),
        ({"time_range": "november"}, (100, None)),
        ({"time_ranges": []}, (100, None)),
        ({"time_ranges": "x"}, (100, None)),
        ({"action_attribution_windows": ["2d_click"]}, (100, None)),
        ({"action_attribution_windows": [1]}, (100, None)),
        ({"action_breakdowns": ["colour"]}, (100, None)),
        ({"breakdowns": ["colour"]}, (100, None)),
        ({"breakdowns": ["dma"]}, (100, None)),
        ({"breakdowns": ["age", "region"]}, (100, 3191001)),
        ({"breakdowns": ["platform_position"]}, (100, 3191001)),
        ({"breakdowns": ["frequency_value"], "fields": "spend"}, (100, 3191001)),
        ({"time_range": {"since": "2023-10-14", "until": "2026-11-01"}}, (3018, None)),
    ],
)
def test_what_cannot_be_asked_is_refused(graph, asked, code):
    assert refused(graph, **asked)[0] == code


def test_a_preset_that_is_none_is_refused(graph):
    code, _ = graph.refused(f"{graph.account}/insights", date_preset="last_5d")

    assert code == (100, None)


def test_37_months_back_may_be_asked(graph):
    days = {"since": "2023-10-15", "until": "2023-10-16"}

    assert insights(graph, time_range=days) == []


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        ("today", "2026-11-15", "2026-11-15"),
        ("yesterday", "2026-11-14", "2026-11-14"),
        ("last_7d", "2026-11-08", "2026-11-14"),
        ("this_month", "2026-11-01", "2026-11-15"),
        ("last_month", "2026-10-01", "2026-10-31"),
        ("", "2026-10-16", "2026-11-14"),
    ],
)
def test_presets_are_days_of_the_account(graph, preset, first, last):
    named = {"date_preset": preset} if preset else {}
    (row,) = graph.list("insights", **named)

    assert (row["date_start"], row["date_stop"]) == (first, last)
    assert {"account_id", "impressions", "spend"} <= set(row)


@pytest.mark.parametrize(
    ("increment", "starts"),
    [
        ("all_days", ["2026-09-20"]),
        ("20", ["2026-09-20", "2026-10-10", "2026-10-30"]),
        ("monthly", ["2026-09-20", "2026-10-01", "2026-11-01"]),
    ],
)
def test_days_are_parted_as_asked(graph, increment, starts):
    days = {"since": "2026-09-20", "until": "2026-11-07"}
    rows = insights(graph, time_range=days, time_increment=increment)

    assert [row["date_start"] for row in rows] == starts


def test_several_ranges_come_one_after_the_other(graph):
    days = [
        {"since": f"2026-11-{day}", "until": f"2026-11-{day}"} for day in ("03", "09")
    ]
    rows = insights(graph, time_ranges=days)

    assert [row["date_start"] for row in rows] == ["2026-11-03", "2026-11-09"]


def test_days_to_come_have_no_rows(graph):
    days = {"since": "2026-11-14", "until": "2026-11-20"}
    rows = insights(graph, time_range=days, time_increment="1")

    assert [row["date_start"] for row in rows] == ["2026-11-14", "2026-11-15"]
