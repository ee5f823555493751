"""How far a part was read: never ahead, never back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_kit.errors import SettingsError
from tap_klaviyo.cursor import Cursor, Span, check

END = datetime(2026, 11, 15, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
seconds = st.integers(1_577_836_800, 1_893_456_000)  # 2020 to 2029.


def cursor(state: dict, start: datetime | None = None) -> Cursor:
    return Cursor(state, end=END, lookback=WEEK, start=start)


def test_without_a_state_reading_begins_at_the_start_date():
    start = datetime(2026, 1, 1, tzinfo=UTC)

    assert cursor({}, start).span("all") == (start, END)
    assert cursor({}).span("all") == (None, END)


def test_reading_goes_on_a_lookback_earlier():
    state = {"through": {"all": "2026-11-10T00:00:00Z"}}

    assert cursor(state).span("all").start == datetime(2026, 11, 3, tzinfo=UTC)


def test_the_lookback_does_not_pass_the_start_date():
    state = {"through": {"all": "2026-11-10T00:00:00Z"}}
    start = datetime(2026, 11, 9, tzinfo=UTC)

    assert cursor(state, start).span("all").start == start


@given(st.lists(seconds, min_size=1))
def test_a_bookmark_is_the_latest_and_never_in_the_future(steps):
    state: dict = {}
    for step in steps:
        cursor(state).advance("all", datetime.fromtimestamp(step, UTC))

    latest = min(datetime.fromtimestamp(max(steps), UTC), END)
    assert datetime.fromisoformat(state["through"]["all"]) == latest


def test_parts_go_by_themselves():
    state: dict = {}
    cursor(state).finish("email")
    cursor(state).advance("sms", END - WEEK)

    assert state["through"] == {
        "email": "2026-11-15T09:00:00Z",
        "sms": "2026-11-08T09:00:00Z",
    }
    assert cursor(state).checkpoint == (
        "email 2026-11-15T09:00:00Z, sms 2026-11-08T09:00:00Z"
    )


@pytest.mark.parametrize(
    "through",
    [
        "2026-11-10",
        {"all": "yesterday"},
        {"all": 7},
        {"all": "2026-11-10T00:00:00"},
        {"all": "2027-01-01T00:00:00Z"},
    ],
)
def test_a_strange_or_future_state_is_refused(through):
    with pytest.raises(SettingsError, match="state of events"):
        check({"bookmarks": {"events": {"through": through}}}, END)


def test_a_good_state_is_taken():
    through = {"email/live": "2026-11-10T00:00:00Z"}
    check({"bookmarks": {"campaigns": {"through": through}, "tags": {}}}, END)


@pytest.mark.parametrize(
    ("start", "at", "share"),
    [
        (END - 4 * WEEK, END - WEEK, 0.75),
        (END - WEEK, END - 2 * WEEK, 0.0),
        (END - WEEK, END + WEEK, 1.0),
        (END, END, 0.0),
        (None, END - WEEK, 0.0),
    ],
)
def test_a_span_tells_how_much_of_its_time_has_passed(start, at, share):
    assert Span(start, END).share(at) == share
