"""Our windows beside a server's: it never has to reject a call."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tap_kit.clock import ManualClock
from tap_kit.pacing import FixedWindows

START = datetime(2026, 11, 15, 6, 0, 12, tzinfo=UTC)
FREE_PLAN = [(60, 600), (3600, 5000), (86_400, 10_000)]


@pytest.fixture
def clock():
    return ManualClock(START)


class OpenMeteoLimiter:
    """The server's side: fixed windows, checked before, added after.

    Its clock may differ from ours by `skew` [s].
    """

    def __init__(self, clock, skew=0.0, limits=FREE_PLAN):
        self.clock, self.skew, self.limits = clock, skew, limits
        self.counters: dict[tuple[int, int], float] = {}
        self.rejections = 0

    def limits_now(self):
        now = self.clock.now().timestamp() + self.skew
        return {(s, int(now // s)): limit for s, limit in self.limits}

    def call(self, cost, seconds):
        full = [k for k, n in self.limits_now().items() if self.counters.get(k, 0) >= n]
        self.rejections += bool(full)
        self.clock.advance(seconds)
        for key in self.limits_now():
            self.counters[key] = self.counters.get(key, 0) + (1 if full else cost)


# Small numbers near a limit, moments near a full minute: there the faults would be.
LIMITS = [(60, 10), (120, 17)]
CALLS = st.tuples(
    st.sampled_from([0.5, 3, 9, 25]),  # cost
    st.sampled_from([0, 0.4, 0.9, 2, 45, 130]),  # latency [s]
    st.sampled_from([0, 0, 0.4, 0.9, 20, 57]),  # pause before it [s]
)


class TestAgainstTheServer:
    @settings(max_examples=300)
    @given(
        calls=st.lists(CALLS, min_size=5, max_size=40),
        skew=st.sampled_from([-1, -0.5, 0, 0.5, 1]),
        start=st.sampled_from([0, 46, 47.2, 47.8]),
    )
    def test_no_call_is_ever_rejected(self, calls, skew, start):
        """Any costs, any latencies, a server whose clock is up to a second off."""
        clock = ManualClock(START + timedelta(seconds=start))
        server = OpenMeteoLimiter(clock, skew, LIMITS)
        windows = FixedWindows(LIMITS, clock)

        for cost, latency, pause in calls:
            clock.advance(pause)
            with windows.charged(cost):
                server.call(cost, latency)

        assert server.rejections == 0

    def test_days_of_work_are_never_rejected_nor_slower_than_needed(self, clock):
        """A year of 12 columns a cell, 31.3 a call: the day's limit is what binds."""
        server = OpenMeteoLimiter(clock)
        windows = FixedWindows(FREE_PLAN, clock)

        for _ in range(3200):
            with windows.charged(31.3):
                server.call(31.3, 0.2)

        assert server.rejections == 0
        calls_a_day = math.ceil(10_000 / 31.3)
        last_day = (START + timedelta(days=3200 / calls_a_day - 1)).date()
        assert clock.now().date() == last_day

    def test_a_server_that_knows_more_is_believed(self, clock):
        """Somebody else spends from the same address; its 429 names the window."""
        server = OpenMeteoLimiter(clock)
        windows = FixedWindows(FREE_PLAN, clock)
        server.counters = dict.fromkeys(server.limits_now(), 599.0)
        for _ in range(3):
            before = server.rejections
            with windows.charged(1):
                server.call(1, 0)
            if server.rejections > before:
                windows.exhaust(60)

        assert server.rejections == 1
