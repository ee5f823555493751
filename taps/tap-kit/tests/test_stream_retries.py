"""A source in trouble is asked again, within limits, and then left alone."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from singer_sdk.streams.rest import HTTPRequest
from tap_kit_tests_toys import TapToys, read

from tap_kit.clock import ManualClock
from tap_kit.errors import (
    BudgetExhaustedError,
    CircuitOpenError,
    ExitCode,
    FatalError,
    RetryError,
)
from tap_kit.stream import MAX_RETRIES

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)


@pytest.fixture
def tap(tap_toys):
    return tap_toys


@pytest.mark.parametrize("status", [500, 502, 503, 408])
def test_a_server_in_trouble_is_asked_again_after_a_growing_random_wait(
    api, tap, clock, status
):
    api.answers(status, times=MAX_RETRIES)
    api.answers(200, [{"id": 1}])

    assert len(read(tap)) == 1

    caps = [2, 4, 8]
    assert len(clock.slept) == len(caps)
    assert all(0 <= wait <= cap for wait, cap in zip(clock.slept, caps, strict=True))
    assert tap.report.record()["retries"] == MAX_RETRIES


def test_after_three_retries_the_failure_is_seen(api, tap, clock):
    api.answers(503, times=9)

    with pytest.raises(RetryError, match="HTTP 503") as caught:
        read(tap)

    assert len(api.asked) == 1 + MAX_RETRIES
    assert len(clock.slept) == MAX_RETRIES
    assert caught.value.exit_code is ExitCode.GAVE_UP


def test_a_retry_waits_at_least_as_long_as_the_server_asks(api, tap, clock):
    api.answers(503, Retry_After="30")
    api.answers(200, [])

    read(tap)

    assert clock.slept == [30]


def test_a_retry_does_not_wait_longer_than_allowed(api, tap, clock):
    api.answers(503, times=9, Retry_After="2000")

    with pytest.raises(BudgetExhaustedError, match="4,000 s in all"):
        read(tap)

    assert clock.slept == [2000]


def test_a_connection_that_breaks_is_tried_again(api, tap):
    """A body shorter than promised is no body."""
    api.answers(200, b"[", Content_Encoding="gzip")
    api.answers(200, [{"id": 1}])

    assert len(read(tap)) == 1


def test_a_wait_is_exact_and_no_retry(api, tap, clock):
    """429 is not the request's fault: it does not use up the three retries."""
    api.answers(429, times=MAX_RETRIES + 2, Retry_After="7")
    api.answers(200, [{"id": 1}])

    assert len(read(tap)) == 1

    assert clock.slept == [7.0] * (MAX_RETRIES + 2)
    report = tap.report.record()
    assert (report["retries"], report["throttles"]) == (0, MAX_RETRIES + 2)
    assert report["wait_seconds"] == 7.0 * (MAX_RETRIES + 2)


def test_waits_for_one_request_end_at_max_wait_seconds(api, tap, clock):
    api.answers(429, times=99, Retry_After="1000")

    with pytest.raises(BudgetExhaustedError, match="max_wait_seconds") as caught:
        read(tap)

    assert clock.slept == [1000] * 3
    assert caught.value.exit_code is ExitCode.GAVE_UP


def test_a_server_that_says_at_once_for_ever_does_not_hold_us_for_ever(api, tap, clock):
    api.answers(429, times=5, Retry_After="0")
    api.answers(200, [])

    read(tap)

    assert clock.slept == [1.0] * 5


def test_a_wait_nobody_can_name_is_a_retry(api, tap, clock):
    api.answers(200, b"busy", times=9)

    with pytest.raises(RetryError, match="busy"):
        read(tap)

    assert len(clock.slept) == MAX_RETRIES


def test_failures_in_a_row_open_the_circuit_also_for_the_next_run(api, tap, tmp_path):
    api.answers(500, times=9)
    with pytest.raises(RetryError):
        read(tap)
    config = {"api_base_url": api.url, "state_dir": str(tmp_path)}

    second = TapToys(config=config, clock=ManualClock(NOW))
    with pytest.raises(CircuitOpenError) as caught:
        read(second)
    second.close()

    assert len(api.asked) == MAX_RETRIES + 2
    assert caught.value.exit_code is ExitCode.GAVE_UP


def test_a_source_that_refuses_is_alive(api, tap):
    """Errors in the question do not open the circuit."""
    api.answers(400, times=9)
    for _ in range(7):
        with pytest.raises(FatalError):
            tap.streams["toys"].fetch(HTTPRequest(f"{api.url}/toys"))

    assert tap.breaker.circuit.value == "closed"


def test_the_log_of_a_retry_holds_neither_header_nor_query(api, tap, caplog):
    """The SDK's own handler would print the arguments of the call."""
    api.answers(500)

    read(tap)

    lines = [r.getMessage() for r in caplog.records if "Trying again" in r.getMessage()]
    assert len(lines) == 1
    assert "offset" not in caplog.text


def test_an_open_circuit_spends_no_budget(api, tap):
    """Nothing is sent, so nothing may be counted."""
    for _ in range(5):
        tap.breaker.failure()
    spent: list[float] = []
    tap.limiters = (SimpleNamespace(charged=spent.append),)

    with pytest.raises(CircuitOpenError):
        read(tap)

    assert not spent
    assert not api.asked


def test_a_patient_stream_waits_for_the_breaker_and_goes_on(
    api, tap, clock, monkeypatch
):
    """Maintenance is waited out where the tap says so."""
    monkeypatch.setattr(type(tap.streams["toys"]), "waits_for_breaker", True)
    for _ in range(5):
        tap.breaker.failure()
    api.answers(200, [{"id": 1}])

    assert len(read(tap)) == 1

    assert clock.slept == [60.0]


def test_a_patient_stream_waits_no_longer_than_it_may(api, tap, monkeypatch):
    monkeypatch.setattr(type(tap.streams["toys"]), "waits_for_breaker", True)
    monkeypatch.setitem(tap.streams["toys"]._config, "max_wait_seconds", 59)
    for _ in range(5):
        tap.breaker.failure()

    with pytest.raises(BudgetExhaustedError):
        read(tap)

    assert api.asked == []
