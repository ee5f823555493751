"""A bucket the server can correct, and windows that are cleared like the server's."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tap_kit.clock import ManualClock
from tap_kit.errors import BudgetExhaustedError, ExitCode, ShrinkError
from tap_kit.pacing import FixedWindows, TokenBucket

START = datetime(2026, 11, 15, 6, 0, 12, tzinfo=UTC)
FREE_PLAN = [(60, 600), (3600, 5000), (86_400, 10_000)]
EPSILON = 1e-6


@pytest.fixture
def clock():
    return ManualClock(START)


class TestTokenBucket:
    def test_a_full_bucket_grants_its_burst_at_once(self, clock):
        bucket = TokenBucket(5, 10, clock)

        assert [bucket.acquire() for _ in range(10)] == [0.0] * 10

    def test_an_empty_bucket_waits_for_its_rate(self, clock):
        bucket = TokenBucket(5, 1, clock)

        waits = [bucket.acquire() for _ in range(4)]

        assert waits == [0.0] + [pytest.approx(0.2)] * 3
        assert clock.monotonic() == pytest.approx(0.6)

    def test_a_heavy_call_waits_for_all_its_tokens(self, clock):
        bucket = TokenBucket(50, 1000, clock)
        bucket.acquire(1000)

        assert bucket.acquire(500) == pytest.approx(10)

    def test_the_server_may_take_tokens_away(self, clock):
        bucket = TokenBucket(50, 1000, clock)

        bucket.correct(available=0)

        assert bucket.acquire(100) == pytest.approx(2)

    def test_the_server_may_give_tokens_back(self, clock):
        bucket = TokenBucket(50, 1000, clock)
        bucket.acquire(1000)

        bucket.correct(available=400)

        assert bucket.acquire(400) == 0

    def test_the_server_may_change_rate_and_burst(self, clock):
        bucket = TokenBucket(50, 1000, clock)

        bucket.correct(available=5000, rate=100, burst=2000)

        assert bucket.available == 2000
        bucket.acquire(2000)
        assert bucket.acquire(100) == pytest.approx(1)

    @pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
    def test_numbers_that_make_no_sense_change_nothing_and_are_logged(
        self, clock, caplog, number
    ):
        bucket = TokenBucket(50, 1000, clock, name="orders")
        bucket.acquire(400)

        bucket.correct(available=number, rate=number, burst=number)
        bucket.pause(number)

        assert bucket.available == 600
        assert bucket.acquire(600) == 0
        assert bucket.acquire(50) == pytest.approx(1)
        assert caplog.text.count("orders: the server says") == 4

    def test_a_rate_of_zero_is_not_believed(self, clock):
        """It would make every wait infinite."""
        bucket = TokenBucket(50, 1000, clock)

        bucket.correct(available=0, rate=0, burst=0)

        assert bucket.acquire(50) == pytest.approx(1)

    def test_a_negative_balance_counts_as_empty(self, clock):
        bucket = TokenBucket(50, 1000, clock)

        bucket.correct(available=-300)

        assert bucket.available == 0

    def test_a_pause_holds_everybody(self, clock):
        bucket = TokenBucket(50, 1000, clock)

        bucket.pause(30)

        assert bucket.acquire() == 30

    def test_a_shorter_pause_never_ends_a_longer_one(self, clock):
        bucket = TokenBucket(50, 1000, clock)
        bucket.pause(30)

        bucket.pause(5)
        bucket.pause(-100)

        assert bucket.acquire() == 30

    def test_too_long_a_wait_ends_the_run_resumably(self, clock):
        bucket = TokenBucket(1, 100, clock, max_wait_seconds=10, name="orders")
        bucket.acquire(100)

        with pytest.raises(BudgetExhaustedError) as caught:
            bucket.acquire(60)

        assert caught.value.exit_code is ExitCode.GAVE_UP
        assert caught.value.resume_at == START + timedelta(seconds=60)
        assert "2026-11-15 06:01:12 UTC, nothing is lost" in str(caught.value)
        assert "orders" in str(caught.value)
        assert clock.slept == []

    def test_a_cost_above_the_bucket_asks_for_a_smaller_call(self, clock):
        """Waiting would never end."""
        with pytest.raises(ShrinkError, match=r"1,200\.0 never fits .* 1,000\.0"):
            TokenBucket(50, 1000, clock).acquire(1200)

    @pytest.mark.parametrize("cost", [-1, math.nan, math.inf])
    def test_a_cost_is_a_number(self, clock, cost):
        with pytest.raises(ValueError, match="cost"):
            TokenBucket(50, 1000, clock).acquire(cost)

    @pytest.mark.parametrize(("rate", "burst"), [(0, 1), (1, 0), (math.nan, 1)])
    def test_rate_and_burst_are_positive(self, clock, rate, burst):
        with pytest.raises(ValueError, match="positive"):
            TokenBucket(rate, burst, clock)

    def test_a_broken_monotonic_clock_fills_no_bucket_twice(self, clock):
        bucket = TokenBucket(1, 100, clock)
        bucket.acquire(100)
        clock.advance(50)
        assert bucket.available == 50

        clock._monotonic -= 40
        assert bucket.available == 50
        clock._monotonic += 40

        assert bucket.available == 50

    def test_threads_together_keep_the_rate(self, clock):
        bucket = TokenBucket(5, 5, clock)
        threads = [
            Thread(target=lambda: [bucket.acquire() for _ in range(25)])
            for _ in range(4)
        ]

        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert 5 + 5 * clock.monotonic() + EPSILON >= 100

    def test_a_correction_is_heeded_while_somebody_waits(self, clock):
        """The sleeper looks again when he wakes."""
        bucket = TokenBucket(1, 10, clock)
        bucket.acquire(10)
        naps = iter([lambda: bucket.correct(available=0)])
        sleep = clock.sleep

        def corrected(seconds):
            sleep(seconds)
            next(naps, lambda: None)()

        clock.sleep = corrected

        assert bucket.acquire(3) == pytest.approx(6)


class BucketMachine(RuleBasedStateMachine):
    """Any order of calls, waits, corrections and jumps of the wall clock."""

    @initialize(rate=st.floats(0.1, 100), burst=st.floats(1, 1000))
    def make(self, rate, burst):
        self.clock = ManualClock(START)
        self.bucket = TokenBucket(rate, burst, self.clock, max_wait_seconds=3600)
        self.rate, self.burst = rate, burst
        self.granted: list[tuple[float, float]] = []
        self.truth = burst  # What the server would have.
        self.truth_at = 0.0

    def refill(self):
        ticks = self.clock.monotonic()
        gained = (ticks - self.truth_at) * self.rate
        self.truth, self.truth_at = min(self.truth + gained, self.burst), ticks

    @rule(share=st.floats(0, 1.2))
    def call(self, share):
        cost, before = share * self.burst, self.clock.monotonic()
        try:
            waited = self.bucket.acquire(cost)
        except ShrinkError:
            assert cost > self.burst
            return
        except BudgetExhaustedError:
            assert self.clock.monotonic() == before
            return
        assert waited >= 0
        assert waited == pytest.approx(self.clock.monotonic() - before)
        self.refill()
        assert cost <= self.truth + EPSILON * max(cost, 1)
        self.truth -= cost

    @rule(seconds=st.floats(0, 600))
    def pass_time(self, seconds):
        self.clock.advance(seconds)

    @rule(seconds=st.integers(-(10**6), 10**6))
    def jump(self, seconds):
        self.clock.set(START + timedelta(seconds=seconds))

    @rule(share=st.floats(-0.5, 1.5), rate=st.none() | st.floats(0.1, 100))
    def correct(self, share, rate):
        self.refill()
        self.rate = rate or self.rate
        self.truth = min(max(share * self.burst, 0), self.burst)
        self.bucket.correct(share * self.burst, rate)

    @rule(seconds=st.floats(0, 100))
    def pause(self, seconds):
        before = self.clock.monotonic()
        self.bucket.pause(seconds)
        self.bucket.acquire(0)
        assert self.clock.monotonic() - before >= seconds - EPSILON

    @invariant()
    def never_more_than_the_bucket_holds(self):
        if hasattr(self, "bucket"):
            assert 0 <= self.bucket.available <= self.burst


TestBucketMachine = BucketMachine.TestCase
TestBucketMachine.settings = settings(max_examples=60, stateful_step_count=40)


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
