"""Fixed windows that are cleared like the server's."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from tap_kit.clock import ManualClock
from tap_kit.errors import BudgetExhaustedError, ExitCode, ShrinkError
from tap_kit.pacing import FixedWindows

START = datetime(2026, 11, 15, 6, 0, 12, tzinfo=UTC)
FREE_PLAN = [(60, 600), (3600, 5000), (86_400, 10_000)]


@pytest.fixture
def clock():
    return ManualClock(START)


class TestFixedWindows:
    def test_a_call_goes_while_the_counter_is_below_its_limit(self, clock):
        """Checked before, added after: the last call may pass the limit."""
        windows = FixedWindows([(60, 600)], clock)
        windows.acquire(599)

        assert windows.acquire(939) == 0
        assert windows.wait_for(1) == 49  # 48 s to the full minute, and the margin.

    def test_windows_begin_at_the_full_minute_of_utc(self, clock):
        windows = FixedWindows([(60, 600)], clock)
        windows.acquire(600)

        assert windows.acquire() == 49
        assert clock.now() == datetime(2026, 11, 15, 6, 1, 1, tzinfo=UTC)

    def test_the_day_begins_at_midnight_utc(self, clock):
        windows = FixedWindows(FREE_PLAN, clock)
        windows.spend(10_000)

        windows.acquire()

        assert clock.now() == datetime(2026, 11, 16, 0, 0, 1, tzinfo=UTC)

    def test_the_longest_wait_of_all_windows_counts(self, clock):
        windows = FixedWindows(FREE_PLAN, clock)
        windows.spend(5000)

        windows.acquire()

        assert clock.now() == datetime(2026, 11, 15, 7, 0, 1, tzinfo=UTC)

    def test_asking_for_the_wait_takes_nothing(self, clock):
        windows = FixedWindows([(60, 1)], clock)

        assert [windows.wait_for() for _ in range(3)] == [0, 0, 0]

    def test_the_server_may_say_a_window_is_full(self, clock):
        windows = FixedWindows(FREE_PLAN, clock)

        windows.exhaust(3600)

        assert windows.wait_for() == 3600 - 12 + 1

    def test_a_full_window_never_becomes_less_full(self, clock):
        windows = FixedWindows([(60, 600)], clock)
        windows.spend(900)

        windows.exhaust(60)

        assert windows.dump()["windows"][0]["spent"] == 900

    def test_only_a_window_that_exists_can_be_full(self, clock):
        with pytest.raises(KeyError):
            FixedWindows([(60, 600)], clock).exhaust(61)

    def test_too_long_a_wait_ends_the_run_and_says_when_to_go_on(self, clock):
        windows = FixedWindows(
            FREE_PLAN, clock, max_wait_seconds=120, name="Open-Meteo free plan"
        )
        windows.spend(10_000)

        with pytest.raises(BudgetExhaustedError) as caught:
            windows.acquire()

        assert caught.value.exit_code is ExitCode.GAVE_UP
        assert "after 2026-11-16 00:00:01 UTC, nothing is lost" in str(caught.value)
        assert "Where: Open-Meteo free plan." in str(caught.value)
        assert clock.slept == []

    def test_a_call_under_way_counts_in_the_window_where_it_ends(self, clock):
        """The server adds after the call: it falls into the new minute."""
        windows = FixedWindows([(60, 600)], clock)

        with windows.charged(600):
            clock.advance(55)  # 06:01:07

        assert windows.wait_for() == 54
        clock.advance(60)
        assert windows.wait_for() == 0

    def test_a_call_that_fails_is_no_longer_under_way(self, clock):
        windows = FixedWindows([(60, 600)], clock)

        with pytest.raises(ConnectionError), windows.charged(600):
            raise ConnectionError
        clock.advance(60)

        assert windows.wait_for() == 0

    def test_a_call_just_before_the_minute_may_count_in_the_next(self, clock):
        """The server's clock may be a little ahead of ours."""
        windows = FixedWindows([(60, 600)], clock)
        clock.advance(47.5)  # 06:00:59.5
        windows.acquire(600)

        clock.advance(2)  # 06:01:01.5

        assert windows.wait_for() == 59.5

    def test_just_after_the_minute_the_old_one_may_still_count(self, clock):
        """The server's clock may be a little behind ours."""
        windows = FixedWindows([(60, 600)], clock)
        windows.acquire(600)

        clock.advance(48.25)  # 06:01:00.25

        assert windows.wait_for() == 0.75

    def test_what_lies_two_minutes_back_counts_nowhere(self, clock):
        windows = FixedWindows([(60, 600)], clock)
        clock.advance(47.5)  # 06:00:59.5
        windows.acquire(600)

        clock.advance(60.75)  # 06:02:00.25

        assert windows.wait_for() == 0

    @pytest.mark.parametrize("hours", [-1, 0])
    def test_a_clock_put_back_and_forth_opens_no_window_twice(self, clock, hours):
        windows = FixedWindows([(60, 600)], clock)
        windows.acquire(600)

        clock.set(START - timedelta(hours=1))
        windows.wait_for()
        clock.set(START + timedelta(hours=hours))

        assert windows.wait_for() > 0

    def test_after_a_minute_a_clock_put_back_is_forgiven(self, clock):
        """Whatever the clock says, the server's minute is over by then."""
        windows = FixedWindows([(60, 600)], clock)
        windows.acquire(600)

        clock.set(START - timedelta(hours=1))

        assert 60 <= windows.acquire(600) <= 121
        assert 59 <= windows.acquire(600) <= 61
        assert 59 <= windows.acquire(600) <= 61

    def test_without_overshoot_a_call_must_fit(self, clock):
        windows = FixedWindows([(60, 600)], clock, overshoot=False)
        windows.acquire(500)

        assert windows.acquire(100) == 0
        assert windows.acquire(200) == 49

    def test_without_overshoot_a_call_above_the_limit_must_shrink(self, clock):
        with pytest.raises(ShrinkError, match="never fits"):
            FixedWindows([(60, 600)], clock, overshoot=False).wait_for(601)

    @pytest.mark.parametrize("call", ["acquire", "spend", "wait_for"])
    @pytest.mark.parametrize("cost", [-1, math.nan, math.inf])
    def test_a_cost_is_a_number(self, clock, call, cost):
        with pytest.raises(ValueError, match="cost"):
            getattr(FixedWindows(FREE_PLAN, clock), call)(cost)

    @pytest.mark.parametrize(("cost", "left"), [(0, 1.0), (150, 0.75), (900, 0.0)])
    def test_the_fullest_window_tells_what_is_left(self, clock, cost, left):
        windows = FixedWindows([(86_400, 10_000), (60, 600)], clock)
        windows.spend(cost)

        assert windows.left == left

    def test_without_windows_nothing_is_known_of_them(self, clock):
        assert FixedWindows([], clock).left is None

    @pytest.mark.parametrize(
        "limits", [[(0, 1)], [(60, 0)], [(60, math.nan)], [(60, 1), (60, 2)], [(1, 1)]]
    )
    def test_windows_make_sense(self, clock, limits):
        """A window as long as its margin would never open."""
        with pytest.raises(ValueError, match="window"):
            FixedWindows(limits, clock)

    def test_no_limits_never_wait(self, clock):
        assert FixedWindows([], clock).acquire(10**9) == 0

    def test_threads_together_keep_the_limit(self, clock):
        windows = FixedWindows([(60, 10)], clock)
        minutes: list[datetime] = []

        def work():
            for _ in range(25):
                windows.acquire()
                minutes.append(clock.now().replace(second=0, microsecond=0))

        threads = [Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(minutes) == 100
        assert clock.now() - START >= timedelta(minutes=8)
