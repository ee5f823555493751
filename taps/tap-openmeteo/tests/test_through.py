"""State of the weather streams: what is accepted, what is refused, how it moves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tap_kit.errors import ExitCode, SettingsError
from tap_openmeteo.through import DAYS, INSTANTS, Through

LATEST = date(2026, 11, 10)
NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)


def through(state: object, kind=DAYS, now=NOW) -> Through:
    return Through(state, kind, now=now, stream="weather_hourly_observed")


def test_a_new_place_has_no_position():
    assert through({}).get("dr5ru") is None


def test_places_stand_where_the_state_says():
    moved = through(
        {"through": {"2026-11-10": ["dr5ru"], "2026-11-09": ["u33db", "gcpvj"]}}
    )

    assert moved.get("dr5ru") == date(2026, 11, 10)
    assert moved.get("gcpvj") == date(2026, 11, 9)


def test_places_that_move_together_are_one_entry():
    state: dict = {"through": {"2026-11-08": ["b", "a"], "2026-11-07": ["c"]}}

    through(state).advance(["a", "c"], date(2026, 11, 9))

    assert state == {"through": {"2026-11-08": ["b"], "2026-11-09": ["a", "c"]}}


def test_a_place_never_moves_back():
    """A re-read of earlier days must not make the next run read them again."""
    state: dict = {"through": {"2026-11-08": ["a"]}}

    through(state).advance(["a"], date(2026, 11, 1))

    assert state == {"through": {"2026-11-08": ["a"]}}


def test_places_that_are_no_longer_configured_stay_in_the_state():
    """Taken back into the settings they go on where they stood."""
    state: dict = {"through": {"2026-11-08": ["gone"]}}

    through(state).advance(["a"], date(2026, 11, 9))

    assert state["through"]["2026-11-08"] == ["gone"]


def test_instants_are_written_in_utc():
    state: dict = {}
    now = datetime(2026, 11, 15, 9, tzinfo=UTC)

    through(state, INSTANTS, now).advance(
        ["ecmwf_ifs025"], datetime(2026, 11, 15, 0, tzinfo=UTC)
    )

    assert state == {"through": {"2026-11-15T00:00:00Z": ["ecmwf_ifs025"]}}


def test_instants_with_an_offset_are_understood():
    east = timezone(timedelta(hours=2))
    written = datetime(2026, 11, 15, 2, tzinfo=east).isoformat()
    now = datetime(2026, 11, 15, 9, tzinfo=UTC)

    moved = through({"through": {written: ["a"]}}, INSTANTS, now)

    assert moved.get("a") == datetime(2026, 11, 15, 0, tzinfo=UTC)


MUTANTS = {
    "a number": 7,
    "a text": "2026-11-10",
    "a list": ["dr5ru"],
    "nothing": None,
    "the SDK's bookmark": {
        "replication_key": "time",
        "replication_key_value": "2026-11-10",
    },
    "an SDK partition list": {"partitions": [{"context": {"cell_id": "dr5ru"}}]},
    "progress markers": {"progress_markers": {"replication_key_value": "2026-11-10"}},
    "through beside another key": {
        "through": {},
        "starting_replication_value": "2026-01-01",
    },
    "cells to dates": {"through": {"dr5ru": "2026-11-10"}},
    "through as a list": {"through": [["2026-11-10", "dr5ru"]]},
    "through as a text": {"through": "2026-11-10"},
    "through as a number": {"through": 20261110},
    "through as nothing": {"through": None},
    "through as a truth": {"through": True},
    "places as a text": {"through": {"2026-11-10": "dr5ru"}},
    "places as nothing": {"through": {"2026-11-10": None}},
    "places as an object": {"through": {"2026-11-10": {"dr5ru": 1}}},
    "a place as a number": {"through": {"2026-11-10": [5]}},
    "a place as nothing": {"through": {"2026-11-10": [None]}},
    "an empty place": {"through": {"2026-11-10": [""]}},
    "a nested list": {"through": {"2026-11-10": [["dr5ru"]]}},
    "a place at two days": {"through": {"2026-11-10": ["a"], "2026-11-09": ["a"]}},
    "a place twice on a day": {"through": {"2026-11-10": ["a", "a"]}},
    "no day": {"through": {"yesterday": ["a"]}},
    "an empty day": {"through": {"": ["a"]}},
    "a day that is not": {"through": {"2026-02-30": ["a"]}},
    "a compact day": {"through": {"20261110": ["a"]}},
    "a week date": {"through": {"2026-W46-2": ["a"]}},
    "an American day": {"through": {"11/10/2026": ["a"]}},
    "a timestamp": {"through": {"2026-11-10T00:00:00Z": ["a"]}},
    "seconds": {"through": {"1794268800": ["a"]}},
    "tomorrow": {"through": {"2026-11-11": ["a"]}},
    "the far future": {"through": {"9999-12-31": ["a"]}},
    "year zero": {"through": {"0000-01-01": ["a"]}},
    "a negative year": {"through": {"-001-01-01": ["a"]}},
    "an invisible space": {"through": {"2026-11-10\u200b": ["a"]}},
}


@pytest.mark.parametrize("state", MUTANTS.values(), ids=MUTANTS.keys())
def test_a_state_of_another_shape_is_refused_by_name(state):
    """Guessing would lose rows or read everything anew without a word."""
    with pytest.raises(SettingsError) as caught:
        through(state)

    assert caught.value.exit_code is ExitCode.USAGE
    assert "bookmarks.weather_hourly_observed" in str(caught.value)
    assert "remove bookmarks.weather_hourly_observed" in caught.value.next_step


INSTANT_MUTANTS = {
    "a day": "2026-11-10",
    "no zone": "2026-11-15T00:00:00",
    "the future": "2026-11-15T12:00:00Z",
    "a word": "latest",
}


@pytest.mark.parametrize("text", INSTANT_MUTANTS.values(), ids=INSTANT_MUTANTS.keys())
def test_an_instant_of_another_shape_is_refused(text):
    now = datetime(2026, 11, 15, 9, tzinfo=UTC)

    with pytest.raises(SettingsError):
        through({"through": {text: ["a"]}}, INSTANTS, now)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(JSON | st.fixed_dictionaries({"through": JSON}))
def test_whatever_the_state_holds_it_is_taken_or_refused(state):
    """No other exception, and what is taken has places and days only."""
    try:
        moved = through(state)
    except SettingsError:
        return
    moved.advance([], LATEST)
    assert set(state) <= {"through"}


@settings(deadline=None)
@given(st.dictionaries(st.text(min_size=1), st.dates(date(1990, 1, 1), LATEST)))
def test_what_was_written_is_read_back(positions):
    state: dict = {}
    first = through(state)
    for place, day in positions.items():
        first.advance([place], day)

    again = through(state)

    assert {place: again.get(place) for place in positions} == positions
