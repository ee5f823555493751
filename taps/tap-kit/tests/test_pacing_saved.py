"""What was spent outlives the process; no restart and no clock frees any of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tap_kit.clock import ManualClock
from tap_kit.pacing import FixedWindows

START = datetime(2026, 11, 15, 6, 0, 12, tzinfo=UTC)
FREE_PLAN = [(60, 600), (3600, 5000), (86_400, 10_000)]


@pytest.fixture
def clock():
    return ManualClock(START)


class TestSavedBudget:
    def test_a_new_process_knows_what_was_spent(self, clock):
        first = FixedWindows(FREE_PLAN, clock)
        first.spend(4999)
        saved = json.loads(json.dumps(first.dump()))
        clock.advance(60)

        second = FixedWindows(FREE_PLAN, clock)
        second.load(saved)

        spent = {w["seconds"]: w["spent"] for w in second.dump()["windows"]}
        assert spent == {60: 0, 3600: 4999, 86_400: 4999}

    def test_what_this_process_spent_already_counts_once(self, clock):
        """What is saved is the whole: its own part must not be added to itself."""
        windows = FixedWindows([(60, 600)], clock)
        windows.spend(100)

        windows.load(windows.dump())

        assert windows.dump()["windows"][0]["spent"] == 100

    def test_a_clock_put_back_between_two_runs_frees_nothing(self, clock):
        first = FixedWindows([(60, 600)], clock)
        first.spend(600)
        saved = first.dump()
        clock.set(START - timedelta(days=1))

        second = FixedWindows([(60, 600)], clock)
        second.load(saved)

        assert 0 < second.wait_for() <= 61

    def test_a_clock_put_back_and_forth_between_two_runs_frees_nothing(self, clock):
        first = FixedWindows([(60, 600)], clock)
        first.spend(600)
        clock.set(START - timedelta(days=1))
        second = FixedWindows([(60, 600)], clock)
        second.load(first.dump())
        third = FixedWindows([(60, 600)], clock)
        third.load(second.dump())

        clock.set(START)

        assert third.wait_for() > 0

    def test_a_window_nobody_has_any_more_counts_nothing(self, clock, caplog):
        windows = FixedWindows([(60, 600)], clock)

        windows.load(FixedWindows([(61, 600)], clock).dump())

        assert windows.wait_for() == 0
        assert "counts nothing" in caplog.text

    @pytest.mark.parametrize("state", [{}, {"windows": None}, {"windows": {}}])
    def test_an_empty_state_counts_nothing(self, clock, state):
        windows = FixedWindows([(60, 600)], clock)

        windows.load(state)

        assert windows.wait_for() == 0

    @given(
        entry=st.none()
        | st.integers()
        | st.fixed_dictionaries(
            {},
            optional={
                "seconds": st.sampled_from([60, 61, "60", None, []]),
                "began_at": st.text()
                | st.none()
                | st.sampled_from(
                    [
                        "2026-11-15T06:00:00+00:00",
                        "2026-11-15T06:00:00",
                        "0001-01-01T00:00:00+23:00",
                        "9999-12-31T23:59:59-23:00",
                    ]
                ),
                "spent": st.floats() | st.text() | st.none() | st.integers(),
            },
        )
    )
    def test_a_broken_state_never_stops_a_run_nor_gives_more(self, entry):
        windows = FixedWindows([(60, 600)], ManualClock(START))

        windows.load({"windows": [entry]})

        assert 0 <= windows.wait_for() <= 49


class WindowsMachine(RuleBasedStateMachine):
    """Any order of calls, time, jumps of the wall clock, and restarts."""

    LIMIT = 100
    COST = 30
    MOST = 120  # The fourth call passes the limit.

    @initialize()
    def make(self):
        self.clock = ManualClock(START)
        self.windows = FixedWindows([(60, self.LIMIT)], self.clock)
        self.furthest = START
        self.granted = 0
        self.minutes = 1

    def note_time(self):
        """Count the minutes that the wall clock shows for the first time."""
        now = max(self.clock.now(), self.furthest)
        self.minutes += now.timestamp() // 60 - self.furthest.timestamp() // 60
        self.furthest = now

    @rule()
    def call_while_it_may(self):
        while self.windows.wait_for(self.COST) == 0:
            assert self.windows.acquire(self.COST) == 0
            self.granted += self.COST

    @rule()
    def call_and_wait(self):
        assert self.windows.acquire(self.COST) >= 0
        self.note_time()
        self.granted += self.COST

    @rule(seconds=st.sampled_from([0.5, 1, 30, 59, 60, 61, 200]))
    def pass_time(self, seconds):
        self.clock.advance(seconds)
        self.note_time()

    @rule(seconds=st.sampled_from([0.5, 1, 30, 59, 60, 61, 3600, 86_400]))
    def jump_back(self, seconds):
        self.clock.set(self.clock.now() - timedelta(seconds=seconds))

    @rule()
    def jump_to_where_it_was(self):
        self.clock.set(self.furthest)

    @rule()
    def restart(self):
        saved = json.loads(json.dumps(self.windows.dump()))
        self.windows = FixedWindows([(60, self.LIMIT)], self.clock)
        self.windows.load(saved)

    @invariant()
    def a_wait_is_short_and_never_negative(self):
        if hasattr(self, "windows"):
            assert 0 <= self.windows.wait_for(1) <= 61

    @invariant()
    def no_clock_opens_a_window_twice(self):
        """A window opens for a minute never seen, or for one that really passed."""
        if hasattr(self, "windows"):
            passed = self.clock.monotonic() // 60
            assert self.granted <= self.MOST * (self.minutes + passed)


TestWindowsMachine = WindowsMachine.TestCase
TestWindowsMachine.settings = settings(max_examples=80, stateful_step_count=40)
