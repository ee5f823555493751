"""States: which are refused, and what a second run does with a good one."""

from __future__ import annotations

import json

import pytest

from tap_kit.errors import SettingsError

ACCOUNT = "2001000000000001"


@pytest.mark.parametrize(
    "bookmark",
    [
        {"read_until": {ACCOUNT: "2099-01-01T00:00:00+00:00"}},
        {"read_until": {ACCOUNT: "yesterday"}},
        {"read_until": {ACCOUNT: 7}},
        {"read_until": "2026-11-14"},
        {"swept": {ACCOUNT: "2026-11-14T00:00:00"}},
        {"through": "2026-11-14"},
        {"through": {ACCOUNT: {"report": "x", "day": "2099-01-01"}}},
        {"through": {ACCOUNT: {"report": "x", "day": "someday"}}},
    ],
)
def test_a_state_that_this_tap_cannot_have_written_is_refused(make_tap, bookmark):
    with pytest.raises(SettingsError, match="state of ads"):
        make_tap("ads", state={"bookmarks": {"ads": bookmark}})


def test_the_second_run_pulls_the_lookback_and_the_new_days(
    make_tap, sync, asked, clock
):
    state = sync(make_tap("insights_ad_daily")).state
    clock.advance(2 * 86_400)

    said = sync(make_tap("insights_ad_daily", state=state))

    days = json.loads(asked("/insights")[-1]["time_range"])
    assert days == {"since": "2026-11-12", "until": "2026-11-16"}
    entry = said.state["bookmarks"]["insights_ad_daily"]["through"][ACCOUNT]
    assert entry["day"] == "2026-11-16"


def test_after_a_long_pause_no_day_is_missing(make_tap, sync, asked, clock):
    state = sync(make_tap("insights_ad_daily")).state
    clock.advance(20 * 86_400)

    sync(make_tap("insights_ad_daily", state=state, slice_days=90))

    since = [json.loads(q["time_range"])["since"] for q in asked("/insights")[1:]]
    assert min(since) == "2026-11-12"  # On the 15th these days could still change.


def test_today_is_pulled_if_wanted_and_never_bookmarked(make_tap, sync):
    said = sync(make_tap("insights_account_daily", include_today=True))

    days = [row["date_start"] for row in said.records("insights_account_daily")]
    assert max(days) == "2026-11-15"
    entry = said.state["bookmarks"]["insights_account_daily"]["through"][ACCOUNT]
    assert entry["day"] == "2026-11-14"


def test_the_days_are_the_accounts_own(make_tap, sync, clock, asked, ids):
    """It is the 16th in Berlin already, and still the 15th in New York."""
    clock.advance(14.5 * 3600)
    both = [ids["main"], ids["small"]]

    sync(make_tap("insights_account_daily", account_ids=both))

    until = [json.loads(q["time_range"])["until"] for q in asked("/insights")]
    assert until == ["2026-11-14", "2026-11-15"]


def test_nothing_newer_than_end_date_is_pulled(make_tap, sync):
    said = sync(make_tap("insights_account_daily", end_date="2026-11-12"))

    days = [row["date_start"] for row in said.records("insights_account_daily")]
    assert max(days) == "2026-11-10"  # The 11th is not over in New York.


def test_thirty_seven_months_are_the_most(make_tap, sync, asked, caplog):
    sync(make_tap("insights_account_daily", start_date="2020-01-01", slice_days=90))

    assert json.loads(asked("/insights")[0]["time_range"])["since"] == "2023-10-16"
    assert "Meta keeps nothing before 2023-10-16" in caplog.text


def test_people_by_parts_are_asked_only_as_long_as_meta_tells_them(
    make_tap, sync, asked
):
    """A slice across the edge would lose them for its new days, too."""
    tap = make_tap(
        "insights_age_gender_daily",
        start_date="2025-10-10",
        end_date="2025-10-22",
        slice_days=90,
    )

    sync(tap)

    told = [
        (json.loads(query["time_range"])["since"], "reach" in query["fields"])
        for query in asked("/insights")
    ]
    assert told[:2] == [("2025-10-10", False), ("2025-10-15", True)]
    assert {reach for day, reach in told if day >= "2025-10-15"} == {True}


def test_slices_lie_on_anchors_so_that_two_pulls_ask_alike(make_tap, sync, asked):
    sync(make_tap("insights_account_daily", slice_days=3))
    first = [q["time_range"] for q in asked("/insights")]

    sync(make_tap("insights_account_daily", slice_days=3, start_date="2026-11-09"))

    assert [q["time_range"] for q in asked("/insights")][-2:] == first[-2:]
