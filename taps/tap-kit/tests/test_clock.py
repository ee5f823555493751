"""Time is given, moves forward, and is always UTC."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from threading import Thread

import pytest

from tap_kit import clock as clock_module
from tap_kit.clock import ManualClock, SystemClock, utc
from tap_kit.errors import ExitCode, SettingsError

START = datetime(2026, 11, 15, 6, tzinfo=UTC)


class FakeTime:
    """The time module, standing still until told otherwise."""

    def __init__(self):
        self.ticks, self.slept = 100.0, []

    def monotonic(self):
        return self.ticks

    def sleep(self, seconds):
        self.slept.append(seconds)


@pytest.fixture
def machine(monkeypatch):
    fake = FakeTime()
    monkeypatch.setattr(clock_module, "time", fake)
    return fake


def test_a_clock_of_another_day_starts_there_and_runs_on(machine):
    clock = SystemClock(as_of=START)
    machine.ticks += 90

    assert clock.now() == START + timedelta(seconds=90)


def test_a_clock_of_today_is_the_machines():
    before = datetime.now(UTC)
    now = SystemClock().now()

    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC


def test_monotonic_is_the_machines():
    assert 0 <= SystemClock().monotonic() <= time.monotonic()


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan")])
def test_what_is_no_wait_is_not_slept(machine, seconds):
    """`time.sleep` raises for these; a wrong wait must not end a run."""
    SystemClock().sleep(seconds)
    ManualClock(START).sleep(seconds)

    assert machine.slept == []


def test_a_wait_is_slept(machine):
    SystemClock().sleep(1.5)

    assert machine.slept == [1.5]


def test_sleeping_on_a_manual_clock_moves_it():
    clock = ManualClock(START)

    clock.sleep(2.5)

    assert clock.now() == START + timedelta(seconds=2.5)
    assert clock.monotonic() == 2.5
    assert clock.slept == [2.5]


def test_a_manual_clock_put_back_keeps_its_monotonic_side():
    clock = ManualClock(START)
    clock.advance(10)

    clock.set(START - timedelta(days=1))

    assert clock.now() == START - timedelta(days=1)
    assert clock.monotonic() == 10


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf")])
def test_time_passes_forwards_only(seconds):
    with pytest.raises(ValueError, match="forwards"):
        ManualClock(START).advance(seconds)


def test_threads_that_sleep_lose_no_second():
    clock = ManualClock(START)
    threads = [
        Thread(target=lambda: [clock.sleep(1) for _ in range(200)]) for _ in range(4)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert clock.monotonic() == 800


def test_an_instant_of_elsewhere_becomes_utc():
    assert utc(START.astimezone(timezone(timedelta(hours=-5)))) == START
    assert utc(START.astimezone(timezone(timedelta(hours=-5)))).tzinfo is UTC


@pytest.mark.parametrize("make", [utc, SystemClock, ManualClock])
def test_an_instant_without_a_zone_is_refused(make):
    """Nobody knows when 06:00 is."""
    with pytest.raises(SettingsError, match="has no time zone") as caught:
        make(datetime(2026, 11, 15, 6))  # noqa: DTZ001 that is the point

    assert caught.value.exit_code is ExitCode.USAGE
