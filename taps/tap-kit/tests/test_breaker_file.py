"""The breaker's memory on disk: whatever happens to it, a pause ends in time."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tap_kit.breaker import Circuit, CircuitBreaker
from tap_kit.clock import ManualClock
from tap_kit.errors import CircuitOpenError, ExitCode, TapError

START = datetime(2026, 11, 15, 6, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "openmeteo.json"


@pytest.fixture
def breaker(path, clock):
    return CircuitBreaker(path, failures=3, open_seconds=60, clock=clock)


SENSELESS = [
    b"",
    b"{",
    b"[]",
    b"\x00\x00",
    b'{"circuit": "ajar"}',
    b'{"circuit": "open"}',
    b'{"circuit": "open", "failures": 3, "since": null}',
    b'{"circuit": "open", "failures": 3, "since": "yesterday"}',
    b'{"circuit": "open", "failures": 3, "since": "2026-11-15T06:00:00"}',
    b'{"circuit": "closed", "failures": 0, "since": "2026-11-15T06:00:00Z"}',
    b'{"circuit": "closed", "failures": -1}',
    b'{"circuit": "closed", "failures": "many"}',
]


@pytest.mark.parametrize("content", SENSELESS)
def test_a_file_that_makes_no_sense_counts_as_closed_and_is_rewritten(
    breaker, path, caplog, content
):
    breaker.failure()
    path.write_bytes(content)

    breaker.check()

    assert "is no breaker state" in caplog.text
    assert "treated as closed and rewritten" in caplog.text
    assert json.loads(path.read_bytes())["circuit"] == "closed"
    caplog.clear()
    breaker.check()
    assert caplog.text == ""


@given(content=st.binary(max_size=200))
def test_no_bytes_in_the_file_ever_stop_a_run(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.json")
        path.write_bytes(content)
        breaker = CircuitBreaker(path, clock=ManualClock(START))

        breaker.check()

        assert breaker.circuit is Circuit.CLOSED


def test_a_pause_far_in_the_future_of_the_file_ends_in_time(breaker, path, clock):
    breaker.failure()
    path.write_text(
        '{"circuit": "open", "failures": 3, "since": "9999-12-31T23:59:59Z"}',
        encoding="utf-8",
    )
    with pytest.raises(CircuitOpenError):
        breaker.check()

    clock.advance(60)

    breaker.check()


def test_a_disk_that_cannot_be_written_is_said(tmp_path, clock):
    (tmp_path / "state").write_text("a file, no folder", encoding="utf-8")
    breaker = CircuitBreaker(tmp_path / "state" / "x.json", clock=clock)

    with pytest.raises(TapError) as caught:
        breaker.failure()

    assert caught.value.exit_code is ExitCode.STORAGE


class BreakerMachine(RuleBasedStateMachine):
    """Calls that succeed, fail or die, restarts, corrupt files, and jumping clocks.

    The model: `since` is when the pause or the probe began on the clock's monotonic
    side, None while calls may go.
    """

    FAILURES, PAUSE = 3, 60

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "x.json")
        self.clock = ManualClock(START)
        self.since: float | None = None
        self.row = 0
        self.under_way = False
        self.restart()

    @rule()
    def restart(self):
        self.breaker = CircuitBreaker(
            self.path, failures=self.FAILURES, open_seconds=self.PAUSE, clock=self.clock
        )

    @precondition(lambda self: not self.under_way)
    @rule()
    def call(self):
        may = self.since is None or self.clock.monotonic() - self.since >= self.PAUSE
        try:
            self.breaker.check()
        except CircuitOpenError as error:
            assert not may
            assert error.resume_at > self.clock.now()  # noqa: PT017 the model decides which it is
        else:
            assert may
            self.under_way = True
            if self.since is not None:
                self.since = self.clock.monotonic()

    @precondition(lambda self: self.since is not None and self.under_way)
    @rule()
    def a_second_call_beside_a_probe_is_refused(self):
        if self.clock.monotonic() - self.since < self.PAUSE:
            with pytest.raises(CircuitOpenError):
                self.breaker.check()

    @precondition(lambda self: self.under_way)
    @rule()
    def it_succeeds(self):
        self.breaker.success()
        self.since, self.row, self.under_way = None, 0, False

    @precondition(lambda self: self.under_way)
    @rule()
    def it_fails(self):
        self.breaker.failure()
        self.row, self.under_way = self.row + 1, False
        if self.since is not None or self.row >= self.FAILURES:
            self.since = self.clock.monotonic()

    @precondition(lambda self: self.under_way)
    @rule()
    def it_dies(self):
        self.under_way = False

    @rule(seconds=st.sampled_from([1, 30, 59, 60, 61]))
    def pass_time(self, seconds):
        self.clock.advance(seconds)

    @precondition(lambda self: not self.under_way)
    @rule(seconds=st.sampled_from([61, 3600, 86_400]))
    def jump_back_far(self, seconds):
        """The pause begins again at the next look, so it ends in time."""
        self.clock.set(self.clock.now() - timedelta(seconds=seconds))
        if self.since is not None:
            with pytest.raises(CircuitOpenError):
                self.breaker.check()
            self.since = self.clock.monotonic()

    @rule(content=st.sampled_from(SENSELESS))
    def corrupt(self, content):
        self.path.write_bytes(content)
        self.breaker.check()
        self.since, self.row, self.under_way = None, 0, False

    def teardown(self):
        self.folder.cleanup()


TestBreakerMachine = BreakerMachine.TestCase
TestBreakerMachine.settings = settings(max_examples=25, stateful_step_count=40)
