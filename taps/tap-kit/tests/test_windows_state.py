"""The bookmark of each account's report."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tap_kit.errors import SettingsError
from tap_kit.windows_state import Progress, check, report_hash

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)
DAY = date(2026, 11, 14)


def test_a_new_account_has_landed_nothing():
    progress = Progress({}, "1", "a")

    assert progress.through is None
    assert not progress.is_new_report


def test_what_has_landed_is_known_to_the_next_run_by_account():
    state: dict = {}
    Progress(state, "1", "a").advance(DAY)

    assert Progress(state, "1", "a").through == DAY
    assert Progress(state, "2", "a").through is None


def test_the_bookmark_never_moves_back():
    progress = Progress({}, "1", "a")
    progress.advance(DAY)
    progress.advance(DAY - timedelta(days=3))

    assert progress.through == DAY


def test_a_report_of_another_definition_begins_anew_and_says_so():
    state: dict = {}
    first = Progress(state, "1", "a")
    first.advance(DAY)
    name = first.pull(NOW, "run")

    other = Progress(state, "1", "b")

    assert other.is_new_report
    assert other.through is None
    assert other.pull(NOW, "run") > name
    assert not Progress(state, "1", "b").is_new_report


def test_later_pulls_sort_behind_earlier_ones_on_a_clock_that_stands_still():
    state: dict = {}
    names = [Progress(state, "1", "a").pull(NOW, run) for run in ("ff", "0a", "b")]
    back = Progress(state, "1", "a").pull(NOW - timedelta(days=1), "z")

    assert names[0] == "20261115T060000.000000Z-ff"
    assert [*names, back] == sorted([*names, back])


def test_the_hash_of_a_report_knows_what_is_asked_and_not_in_which_order_it_is_said():
    a = report_hash(level="ad", fields=["spend", "clicks"])

    assert a == report_hash(fields=["spend", "clicks"], level="ad")
    assert a != report_hash(fields=["spend"], level="ad")
    assert len(a) == 64


def test_a_good_state_passes():
    state: dict = {}
    progress = Progress(state, "1", "a")
    progress.pull(NOW, "run")
    progress.advance(DAY)

    check({"bookmarks": {"ads": state, "other": {}}}, NOW)
    check({}, NOW)


@pytest.mark.parametrize(
    "through",
    [
        "2026-11-14",
        {"1": "2026-11-14"},
        {"1": {"day": "yesterday"}},
        {"1": {"day": 7}},
        {"1": {"day": "2026-12-24"}},
        {"1": {"pulled": "then"}},
    ],
)
def test_a_state_that_nobody_wrote_is_refused(through):
    with pytest.raises(SettingsError, match="no account's day"):
        check({"bookmarks": {"ads": {"through": through}}}, NOW)
