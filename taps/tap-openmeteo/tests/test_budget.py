"""The budget: windows of the plan, a rate, and a memory over processes."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

import pytest

from tap_kit.clock import ManualClock
from tap_kit.errors import BudgetExhaustedError, ExitCode, TapError
from tap_openmeteo.budget import Budget
from tap_openmeteo.plans import DAY, HOUR, MINUTE, PLANS

NOW = datetime(2026, 11, 15, 9, 0, 20, tzinfo=UTC)


@pytest.fixture
def clock():
    return ManualClock(NOW)


def ask(budget: Budget, cost: float) -> float:
    """One call that ends at once; how long it had to wait [s]."""
    with budget.charged(cost) as waited:
        return waited


@pytest.fixture
def make(tmp_path, clock):
    def budget(plan: str = "free", *, max_wait: float = 3700, **options) -> Budget:
        return Budget(
            PLANS[plan],
            tmp_path / "budget.json",
            clock,
            max_wait_seconds=max_wait,
            **options,
        )

    return budget


def test_a_full_minute_is_waited_out(make, clock):
    budget = make()
    for _ in range(2):
        ask(budget, 300)

    waited = ask(budget, 300)

    assert waited >= 40
    assert clock.now().minute == 1


def test_what_is_left_counts_other_processes_too(make):
    ask(make(), 150)
    budget = make()
    ask(budget, 150)

    assert budget.left == 0.5
    assert make("professional").left is None


def test_the_next_process_knows_what_was_spent(make, clock):
    """The server counts by address and does not care which process asked."""
    ask(make(), 600)

    waited = ask(make(), 1)

    assert waited >= 40
    assert clock.now().minute == 1


def test_a_spent_day_ends_the_run_resumably(make):
    budget = make()
    budget.exhaust(DAY)

    with pytest.raises(BudgetExhaustedError, match="plan free") as caught:
        ask(budget, 1)

    assert caught.value.exit_code is ExitCode.GAVE_UP


def test_what_the_server_says_is_full_is_full_for_the_next_process_too(make):
    make().exhaust(HOUR)

    with pytest.raises(BudgetExhaustedError):
        ask(make(max_wait=60), 1)


def test_paid_plans_have_no_window_and_no_file(make, tmp_path):
    budget = make("professional")
    budget.exhaust(MINUTE)

    assert sum(ask(budget, 5_000) for _ in range(5)) == 0
    assert not list(tmp_path.iterdir())


def test_no_more_than_five_requests_a_second(make, clock):
    budget = make("professional")

    for _ in range(15):
        ask(budget, 1)

    assert clock.monotonic() >= 2


@pytest.mark.parametrize(("plan", "own"), [("professional", 100), ("free", 100)])
def test_an_own_ceiling_by_day_holds(make, plan, own):
    budget = make(plan, calls_per_day=own)
    ask(budget, 100)

    with pytest.raises(BudgetExhaustedError):
        ask(budget, 1)


def test_an_own_ceiling_cannot_raise_the_plans(make, tmp_path):
    budget = make("free", calls_per_day=50_000)
    budget.exhaust(DAY)

    (day,) = [
        entry
        for entry in json.loads((tmp_path / "budget.json").read_text())["windows"]
        if entry["seconds"] == DAY
    ]
    assert day["spent"] == 10_000


@pytest.mark.parametrize("text", ["", "{", "[]", '{"windows": 7}', '{"windows": [{}]}'])
def test_a_broken_memory_is_said_and_counts_nothing(make, tmp_path, caplog, text):
    """The server still corrects us; a run must not end for this."""
    (tmp_path / "budget.json").write_text(text)

    with caplog.at_level(logging.WARNING):
        assert ask(make(), 1) == 0

    assert caplog.text or 'windows": 7' in text


def test_a_memory_that_cannot_be_kept_is_an_error(make, tmp_path):
    """Silence here would mean a ban of the address later."""
    (tmp_path / "budget.json").mkdir()

    with pytest.raises(TapError) as caught:
        ask(make(), 1)

    assert caught.value.exit_code is ExitCode.STORAGE
