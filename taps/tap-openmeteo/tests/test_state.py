"""State of the whole tap: what is refused, and that every STATE is a safe start."""

from __future__ import annotations

import json

import pytest

from tap_kit.errors import SettingsError
from tap_openmeteo.streams import STREAM_TYPES

OBSERVED = "weather_hourly_observed"
PREVIOUS = "weather_hourly_previous_runs"
SMALL = {
    "start_date": "2026-11-08",
    "forecast_days": 2,
    "previous_run_days": [1, 2],
    "history_start_date": "2020-12-01",
    "geocode_queries": [{"country_code": "FR", "city": "Paris"}],
    "lookback_days": 0,
    "max_locations_per_request": 1,
}

STATES = {
    "a STATE message": {"type": "STATE", "value": {"bookmarks": {}}},
    "a wrapped state": {"singer_state": {"bookmarks": {}}},
    "bookmarks as a list": {"bookmarks": []},
    "bookmarks as nothing": {"bookmarks": None},
    "bookmarks as a text": {"bookmarks": OBSERVED},
    "another tap's": {"bookmarks": {"orders": {"replication_key_value": "2026-01-01"}}},
    "the SDK's bookmark": {
        "bookmarks": {OBSERVED: {"replication_key_value": "2026-11-09"}}
    },
    "a stream as nothing": {"bookmarks": {OBSERVED: None}},
    "a stream as a text": {"bookmarks": {"weather_hourly_forecast": "2026-11-15"}},
    "a day for a run": {
        "bookmarks": {"weather_hourly_forecast": {"through": {"2026-11-15": ["u33dc"]}}}
    },
    "an instant for a day": {
        "bookmarks": {OBSERVED: {"through": {"2026-11-09T00:00:00Z": ["u33dc"]}}}
    },
    "tomorrow": {"bookmarks": {OBSERVED: {"through": {"2026-11-16": ["u33dc"]}}}},
    "a state where there is none": {"bookmarks": {"cells": {"through": {"x": []}}}},
}


@pytest.mark.parametrize("state", STATES.values(), ids=STATES.keys())
def test_a_state_of_another_shape_is_refused_before_anything_is_read(
    make_tap, box, state
):
    """Taken for no state, it would read everything anew without a word."""
    with pytest.raises(SettingsError) as caught:
        make_tap(state=state)

    assert "state" in caught.value.where
    assert caught.value.next_step
    assert not box.requests


@pytest.mark.parametrize(
    "state", [{}, {"bookmarks": {}}, {"bookmarks": {OBSERVED: {}}}]
)
def test_an_empty_state_is_a_start(make_tap, sync, state):
    assert sync(make_tap(OBSERVED, state=state)).records(OBSERVED)


def test_every_emitted_state_is_a_safe_start(make_tap, sync):
    """What was written before a STATE, and what it still reads, is everything."""
    whole = sync(make_tap(**SMALL))
    everything = keys(whole.messages)
    # Where a STATE comes more than once, the first has the fewest records before it.
    starts = {
        json.dumps(line["value"]): start
        for start, line in reversed([*enumerate(whole.messages)])
        if line["type"] == "STATE"
    }

    for start in starts.values():
        state = whole.messages[start]["value"]
        rest = sync(make_tap(state=state, **SMALL))

        assert keys(whole.messages[:start]) | keys(rest.messages) == everything

    assert len(starts) >= 10


def keys(lines: list[dict]) -> set[tuple]:
    """Every record as its stream and key; runs of the tap apart."""
    key_of = {kind.name: kind.primary_keys for kind in STREAM_TYPES}
    return {
        (line["stream"], *(line["record"][name] for name in key_of[line["stream"]]))
        for line in lines
        if line["type"] == "RECORD" and line["stream"] in key_of
    }


def test_a_second_run_changes_no_row(make_tap, sync):
    """The lookback reads again what is there already, to the value."""
    first = sync(make_tap(OBSERVED, PREVIOUS))
    second = sync(make_tap(OBSERVED, PREVIOUS, state=first.state))

    assert rows(second) <= rows(first)
    assert second.state == first.state


def rows(said) -> set[str]:
    return {
        json.dumps(line["record"] | {"_wv_run_id": ""}, sort_keys=True)
        for line in said.messages
        if line["type"] == "RECORD" and line["stream"] != "connector_runs"
    }
