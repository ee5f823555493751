"""A failing source is left alone, also by the next run."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from tap_kit.breaker import Circuit, CircuitBreaker
from tap_kit.errors import CircuitOpenError, ExitCode, SettingsError

START = datetime(2026, 11, 15, 6, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "openmeteo.json"


@pytest.fixture
def breaker(path, clock):
    return CircuitBreaker(path, failures=3, open_seconds=60, clock=clock)


def fail(breaker, times):
    for _ in range(times):
        breaker.failure()


def test_a_new_breaker_is_closed_and_writes_nothing(breaker, path):
    breaker.check()
    breaker.success()

    assert breaker.circuit is Circuit.CLOSED
    assert not path.exists()


def test_failures_in_a_row_open_it(breaker):
    fail(breaker, 2)
    breaker.check()
    fail(breaker, 1)

    with pytest.raises(CircuitOpenError):
        breaker.check()


def test_a_success_between_them_starts_the_row_again(breaker):
    fail(breaker, 2)
    breaker.success()
    fail(breaker, 2)

    breaker.check()


def test_it_says_since_when_and_until_when(breaker):
    fail(breaker, 3)

    with pytest.raises(CircuitOpenError) as caught:
        breaker.check()

    assert caught.value.exit_code is ExitCode.GAVE_UP
    assert caught.value.resume_at == START + timedelta(seconds=60)
    assert "failed 3 times in a row" in str(caught.value)
    assert "run again after 2026-11-15 06:01:00 UTC, nothing is lost" in str(
        caught.value
    )


def test_it_stays_open_until_its_time_is_over(breaker, clock):
    fail(breaker, 3)
    clock.advance(59.999)

    with pytest.raises(CircuitOpenError):
        breaker.check()


def test_then_exactly_one_probe_goes_through(breaker, clock):
    fail(breaker, 3)
    clock.advance(60)

    breaker.check()

    assert breaker.circuit is Circuit.HALF_OPEN
    with pytest.raises(CircuitOpenError):
        breaker.check()


def test_a_good_probe_closes_it(breaker, clock):
    fail(breaker, 3)
    clock.advance(60)
    breaker.check()

    breaker.success()

    fail(breaker, 2)
    breaker.check()


def test_a_bad_probe_opens_it_again_at_once(breaker, clock):
    fail(breaker, 3)
    clock.advance(60)
    breaker.check()

    breaker.failure()
    clock.advance(59)

    with pytest.raises(CircuitOpenError, match="failed 4 times"):
        breaker.check()


def test_a_probe_that_died_is_followed_by_another(breaker, clock):
    """Otherwise a run killed in its probe would close the source for ever."""
    fail(breaker, 3)
    clock.advance(60)
    breaker.check()

    clock.advance(60)

    breaker.check()


def test_a_call_under_way_that_fails_late_does_not_lengthen_the_pause(breaker, clock):
    fail(breaker, 3)
    clock.advance(50)
    fail(breaker, 1)
    clock.advance(10)

    breaker.check()


def test_the_next_run_knows(breaker, path, clock):
    fail(breaker, 3)

    with pytest.raises(CircuitOpenError):
        CircuitBreaker(path, failures=3, clock=clock).check()


def test_two_runs_share_one_probe(breaker, path, clock):
    other = CircuitBreaker(path, failures=3, clock=clock)
    fail(breaker, 3)
    clock.advance(60)

    other.check()

    with pytest.raises(CircuitOpenError):
        breaker.check()


def test_of_many_threads_one_is_the_probe(breaker, clock):
    fail(breaker, 3)
    clock.advance(60)
    through = []

    def probe():
        with suppress(CircuitOpenError):
            breaker.check()
            through.append(1)

    threads = [threading.Thread(target=probe) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert through == [1]


def test_a_clock_put_back_never_lengthens_the_pause(breaker, clock):
    fail(breaker, 3)
    clock.set(START - timedelta(days=365))
    with pytest.raises(CircuitOpenError):
        breaker.check()

    clock.advance(60)

    breaker.check()


@pytest.mark.parametrize(
    "options",
    [{"failures": 0}, {"open_seconds": 0}, {"open_seconds": float("nan")}],
)
def test_settings_that_make_no_sense_are_refused(path, clock, options):
    with pytest.raises(SettingsError, match="not positive"):
        CircuitBreaker(path, clock=clock, **options)


def refused_for(breaker, clock) -> float:
    with pytest.raises(CircuitOpenError) as caught:
        breaker.check()
    return (caught.value.resume_at - clock.now()).total_seconds()


def test_each_failed_probe_doubles_the_time_up_to_the_longest(path, clock):
    breaker = CircuitBreaker(
        path, failures=3, open_seconds=60, longest_seconds=200, clock=clock
    )
    fail(breaker, 3)
    seconds = []
    for _ in range(4):
        seconds.append(refused_for(breaker, clock))
        clock.advance(seconds[-1])
        breaker.check()
        breaker.failure()

    assert seconds == [60, 120, 200, 200]


def test_a_source_that_wants_to_be_left_alone_opens_it_at_once(breaker, clock):
    breaker.failure(at_once=True)

    assert refused_for(breaker, clock) == 60


def test_a_thousand_failures_overflow_nothing(path, clock):
    breaker = CircuitBreaker(
        path, failures=1, open_seconds=60, longest_seconds=900, clock=clock
    )
    fail(breaker, 1000)

    assert refused_for(breaker, clock) == 900
