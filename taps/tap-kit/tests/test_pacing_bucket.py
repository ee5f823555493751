"""A bucket of tokens that the server can correct."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tap_kit.clock import ManualClock
from tap_kit.errors import BudgetExhaustedError, ExitCode, ShrinkError
from tap_kit.pacing import TokenBucket

START = datetime(2026, 11, 15, 6, 0, 12, tzinfo=UTC)
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
