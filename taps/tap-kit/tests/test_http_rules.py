"""Rules any HTTP API obeys, and waits no server can abuse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from tap_kit.clock import ManualClock
from tap_kit.errors import (
    Action,
    AuthError,
    ErrorRule,
    ExitCode,
    FatalError,
    RetryError,
    ShrinkError,
    WaitError,
    classify,
)
from tap_kit.http_rules import (
    HTTP_RULES,
    RETRY_AFTER_CAP_SECONDS,
    retry_after,
    status,
    until_next_window,
)

NOW = datetime(2026, 11, 15, 6, 0, 12, 500_000, tzinfo=UTC)
CLOCK = ManualClock(NOW)


def answer(code: int = 429, **headers: str) -> requests.Response:
    response = requests.Response()
    response.status_code = code
    response.url = "https://api.example.com/x"
    response.headers.update(
        {name.replace("_", "-"): text for name, text in headers.items()}
    )
    return response


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("30", 30),
        (" 30 ", 30),
        ("1.5", 1.5),
        ("99999999999999999999", RETRY_AFTER_CAP_SECONDS),
        ("9" * 5_000, None),
        ("-5", None),
        ("NaN", None),
        ("inf", None),
        ("1e9", None),
        ("0x10", None),
        ("٣", None),
        ("soon", None),
        ("", None),
        ("Sun, 15 Nov 2026 06:01:12 GMT", 59.5),
        ("Sun, 15 Nov 2026 05:00:00 GMT", 0),
        ("Sun, 15 Nov 2099 05:00:00 GMT", RETRY_AFTER_CAP_SECONDS),
        ("Sun, 15 Nov 2026 06:01:12 -0000", 59.5),
        ("Sun, 15 Nov 2026 07:01:12 +0100", 59.5),
        ("Sun, 99 Nov 2026 06:01:12 GMT", None),
    ],
)
def test_retry_after_is_read_or_refused(text, seconds):
    assert retry_after(answer(Retry_After=text), CLOCK) == seconds


def test_no_retry_after_is_none():
    assert retry_after(answer(), CLOCK) is None


def test_a_date_counts_from_the_servers_own_clock():
    """Our clock may be a day off, or show the day of a replay."""
    response = answer(
        Retry_After="Tue, 05 Jan 2027 00:00:40 GMT",
        Date="Tue, 05 Jan 2027 00:00:10 GMT",
    )

    assert retry_after(response, CLOCK) == 30


@given(
    st.text()
    | st.datetimes(timezones=st.just(UTC)).map(format_datetime)
    | st.floats().map(str)
    | st.integers().map(str)
)
def test_no_header_makes_it_fail_or_wait_longer_than_an_hour(text):
    for response in (answer(Retry_After=text), answer(Retry_After="5", Date=text)):
        seconds = retry_after(response, CLOCK)

        assert seconds is None or 0 <= seconds <= RETRY_AFTER_CAP_SECONDS


@pytest.mark.parametrize(
    ("window", "seconds"),
    [
        (60, 48.5),  # 06:01:01
        (3600, 3588.5),  # 07:00:01
        (86_400, 18 * 3600 - 11.5),  # 00:00:01 of the next day
    ],
)
def test_a_window_ends_at_the_full_minute_hour_or_day_of_utc(window, seconds):
    assert until_next_window(window)(answer(), CLOCK) == pytest.approx(seconds)


def test_the_margin_is_the_callers():
    wait = until_next_window(60, margin_seconds=0)

    assert wait(answer(), CLOCK) == pytest.approx(47.5)


def test_a_window_without_length_is_refused():
    with pytest.raises(ValueError, match="positive"):
        until_next_window(0)


@given(st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001 made aware below
def test_the_wait_always_ends_in_the_next_window(now):
    clock = ManualClock(now.replace(tzinfo=UTC))
    before = clock.now()

    clock.sleep(until_next_window(60)(answer(), clock))

    minutes = clock.now().replace(second=0, microsecond=0) - before.replace(
        second=0, microsecond=0
    )
    assert minutes == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("code", "name", "kind", "exit_code"),
    [
        (401, "unauthorized", AuthError, ExitCode.AUTH),
        (403, "forbidden", AuthError, ExitCode.AUTH),
        (429, "too_many_requests", WaitError, ExitCode.GAVE_UP),
        (413, "too_large", ShrinkError, ExitCode.DATA),
        (408, "try_again", RetryError, ExitCode.GAVE_UP),
        (425, "try_again", RetryError, ExitCode.GAVE_UP),
        (500, "unavailable", RetryError, ExitCode.GAVE_UP),
        (503, "unavailable", RetryError, ExitCode.GAVE_UP),
        (599, "unavailable", RetryError, ExitCode.GAVE_UP),
        (302, "unexpected_status", FatalError, ExitCode.DATA),
        (400, "unexpected_status", FatalError, ExitCode.DATA),
        (404, "unexpected_status", FatalError, ExitCode.DATA),
    ],
)
def test_each_code_has_its_rule(code, name, kind, exit_code):
    rule = classify(HTTP_RULES, answer(code))
    error = rule.error(answer(code), CLOCK)

    assert (rule.name, type(error), error.exit_code) == (name, kind, exit_code)


@pytest.mark.parametrize("code", [200, 201, 204, 206])
def test_a_good_answer_has_no_rule(code):
    assert classify(HTTP_RULES, answer(code)) is None


@pytest.mark.parametrize("code", [408, 429, 503])
def test_a_server_that_says_how_long_is_heeded(code):
    response = answer(code, Retry_After="7")

    assert classify(HTTP_RULES, response).error(response, CLOCK).wait_seconds == 7


def test_every_rule_has_a_name_of_its_own_and_advice():
    assert len({rule.name for rule in HTTP_RULES}) == len(HTTP_RULES)
    assert all(rule.advice for rule in HTTP_RULES)


def test_a_taps_own_rows_come_first():
    own = ErrorRule(
        name="plan", matches=status(403), action=Action.SKIP, advice="leave it out"
    )

    assert classify((own, *HTTP_RULES), answer(403)).name == "plan"
