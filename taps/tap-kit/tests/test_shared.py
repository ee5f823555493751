"""Windows that several processes spend together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from tap_kit.clock import ManualClock
from tap_kit.errors import BudgetExhaustedError, ExitCode, TapError
from tap_kit.shared import SharedWindows

NOW = datetime(2026, 11, 15, 9, 0, 20, tzinfo=UTC)


@pytest.fixture
def clock():
    return ManualClock(NOW)


@pytest.fixture
def process(tmp_path, clock):
    """The windows as another process sees them."""

    def windows(limit: float = 10, max_wait: float = 0) -> SharedWindows:
        return SharedWindows(
            tmp_path / "budget.json",
            [(60, limit)],
            clock,
            max_wait_seconds=max_wait,
            name="test",
        )

    return windows


def test_two_processes_spend_one_budget(process):
    """In turns, as two taps of one address do."""
    one, other = process(), process()
    for _ in range(5):
        one.acquire()
        other.acquire()

    with pytest.raises(BudgetExhaustedError):
        one.acquire()
    with pytest.raises(BudgetExhaustedError):
        other.acquire()


def test_many_processes_at_once_never_spend_more(process):
    taken = []

    def take(_: int) -> None:
        try:
            process(limit=7).acquire()
        except BudgetExhaustedError:
            return
        taken.append(1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(take, range(20)))

    assert len(taken) == 7


def test_a_new_minute_is_new_for_all(process, clock):
    one, other = process(), process()
    one.acquire(10)
    clock.advance(60)

    other.acquire()

    assert one.wait_for() == 0


def test_what_one_was_told_is_full_is_full_for_all(process):
    one, other = process(), process()
    one.exhaust(60)

    with pytest.raises(BudgetExhaustedError):
        other.acquire()


def test_who_waits_holds_no_lock(process, clock):
    """The other one must be able to see, and to say, what was spent."""
    one, other = process(max_wait=120), process()
    one.acquire(10)
    seen = []
    clock.sleep = lambda seconds: (
        (other.exhaust(60), seen.append(seconds))[1] or (clock.advance(seconds))
    )

    one.acquire()

    assert seen


def test_a_call_under_way_counts_in_the_window_in_which_it_ends(process, clock):
    """The server adds the cost when it answers, and others must know."""
    one, other = process(), process()
    with one.charged(10):
        clock.advance(60)

    with pytest.raises(BudgetExhaustedError):
        other.acquire()


def test_a_broken_file_counts_nothing_and_is_said(process, tmp_path, caplog):
    (tmp_path / "budget.json").write_text("{")

    assert process().acquire() == 0
    assert "counts nothing" in caplog.text


def test_a_file_that_cannot_be_kept_is_an_error(process, tmp_path):
    (tmp_path / "budget.json").mkdir()

    with pytest.raises(TapError) as caught:
        process().acquire()

    assert caught.value.exit_code is ExitCode.STORAGE


def test_without_limits_there_is_no_file(tmp_path, clock):
    path = tmp_path / "budget.json"
    windows = SharedWindows(path, [], clock, max_wait_seconds=0, name="test")

    windows.acquire(1_000)

    assert not list(tmp_path.iterdir())
