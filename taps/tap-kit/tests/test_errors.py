"""Errors say what happened, where, what to do next, and how to exit."""

from __future__ import annotations

import copy
import inspect
import pickle
from datetime import UTC, datetime

import backoff
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from singer_sdk.exceptions import FatalAPIError, RetriableAPIError

from tap_kit import errors
from tap_kit.clock import ManualClock
from tap_kit.errors import (
    Action,
    ApiError,
    AuthError,
    BudgetExhaustedError,
    ErrorRule,
    ExitCode,
    FatalError,
    RetryError,
    SkipError,
    TapError,
    classify,
)

CLOCK = ManualClock(datetime(2026, 11, 15, 6, tzinfo=UTC))
CLASSES = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, TapError)
]


def answer(status: int, url: str = "https://api.example.com/v1/x?apikey=canary"):
    response = requests.Response()
    response.status_code = status
    response.url = url
    return response


def rule(name: str, status: int, action: Action = Action.RETRY, **more) -> ErrorRule:
    return ErrorRule(
        name=name,
        matches=lambda response: response.status_code == status,
        action=action,
        advice="do this",
        **more,
    )


def test_it_reads_as_one_sentence_each():
    error = TapError("the page is empty", where="cells", next_step="check start_date")

    assert str(error) == "the page is empty. Where: cells. Next: check start_date."


def test_parts_that_nobody_gave_are_not_mentioned():
    assert str(TapError("It broke!")) == "It broke!"


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_keeps_its_words_through_copy_and_pickle(kind):
    """Errors cross processes; one that cannot be rebuilt hides its cause."""
    error = kind("it broke", where="cells", next_step="mend it")

    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):  # noqa: S301 our own bytes
        assert (type(twin), str(twin)) == (kind, str(error))
        assert twin.exit_code is error.exit_code


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("TapError", 1),
        ("SettingsError", 2),
        ("ApprovalRefusedError", 2),
        ("HostRefusedError", 2),
        ("BudgetExhaustedError", 4),
        ("CircuitOpenError", 4),
        ("DataError", 5),
        ("ApiError", 1),
        ("RetryError", 4),
        ("WaitError", 4),
        ("DeadlineError", 4),
        ("TruncatedError", 4),
        ("ShrinkError", 5),
        ("SplitError", 5),
        ("SkipError", 6),
        ("FatalError", 5),
        ("AuthError", 3),
        ("RedirectRefusedError", 5),
        ("TooLargeError", 5),
    ],
)
def test_the_tree_is_as_documented(kind, code):
    assert getattr(errors, kind)("x").exit_code == code
    assert any(
        kind in line and f" {code} " in line
        for line in (errors.__doc__ or "").splitlines()
    )


def test_no_class_is_missing_in_the_documented_tree():
    assert not [c for c in CLASSES if c.__name__ not in (errors.__doc__ or "")]


def test_an_exit_code_given_wins_over_the_class():
    assert TapError("x", exit_code=ExitCode.STORAGE).exit_code is ExitCode.STORAGE


def test_a_retry_error_is_retried_by_the_machinery_of_the_sdk():
    """The SDK wraps each call in `backoff.on_exception(…, RetriableAPIError)`."""
    tries = []

    @backoff.on_exception(
        backoff.constant, RetriableAPIError, max_tries=3, interval=0, jitter=None
    )
    def call():
        tries.append(1)
        what = "busy"
        raise RetryError(what, response=answer(503))

    with pytest.raises(RetryError) as caught:
        call()

    assert len(tries) == 3
    assert caught.value.response.status_code == 503


@pytest.mark.parametrize("kind", CLASSES)
def test_the_sdk_takes_each_error_for_what_it_is(kind):
    assert issubclass(kind, RetriableAPIError) is issubclass(kind, RetryError)
    assert issubclass(kind, FatalAPIError) is issubclass(kind, FatalError)


@pytest.mark.parametrize(
    ("action", "kind"), [(action, action.value) for action in Action]
)
def test_each_action_is_carried_by_its_error(action, kind):
    error = rule("busy", 429, action).error(answer(429), CLOCK)

    assert type(error) is kind
    assert error.rule.name == "busy"
    assert error.response.status_code == 429


def test_a_rule_error_names_host_and_path_but_never_the_query():
    error = rule("busy", 429).error(answer(429), CLOCK)

    assert str(error) == (
        "HTTP 429 (busy). Where: api.example.com/v1/x. Next: do this."
    )


def test_a_rule_knows_how_long_to_wait():
    error = rule("busy", 429, wait=lambda *_: 12.5).error(answer(429), CLOCK)

    assert error.wait_seconds == 12.5


def test_a_rule_without_a_wait_leaves_it_to_the_backoff():
    assert rule("busy", 429).error(answer(429), CLOCK).wait_seconds is None


def test_a_rule_quotes_the_vendor_shortly_on_one_line_and_without_queries():
    words = "bad\r\nday at https://api.example.com/x?apikey=canary " + "y" * 900

    error = rule("bad", 400, detail=lambda _: words).error(answer(400), CLOCK)

    assert "canary" not in str(error)
    assert "bad day at https://api.example.com/x yyy" in error.what
    assert len(error.what) < 250
    assert error.what.endswith("…")


def test_a_rule_whose_detail_finds_nothing_says_only_its_name():
    error = rule("bad", 400, detail=lambda _: None).error(answer(400), CLOCK)

    assert error.what == "HTTP 400 (bad)"


def test_a_fatal_rule_about_the_account_ends_with_the_exit_code_for_it():
    error = rule("key", 401, Action.FATAL, exit_code=ExitCode.AUTH).error(
        answer(401), CLOCK
    )

    assert type(error) is AuthError
    assert error.exit_code is ExitCode.AUTH


def test_a_rule_may_choose_its_exit_code():
    error = rule("plan", 403, Action.SKIP, exit_code=ExitCode.USAGE).error(
        answer(403), CLOCK
    )

    assert (type(error), error.exit_code) == (SkipError, ExitCode.USAGE)


def test_the_first_matching_rule_wins():
    table = [rule("other", 400), rule("first", 429), rule("second", 429)]

    assert classify(table, answer(429)).name == "first"


def test_an_answer_no_rule_knows_is_no_error():
    assert classify([rule("busy", 429)], answer(200)) is None


def test_an_api_error_without_an_answer_knows_none():
    error = ApiError("the connection broke")

    assert (error.response, error.rule, error.wait_seconds) == (None, None, None)


def test_a_resumable_error_can_say_when():
    assert BudgetExhaustedError("x").resume_at is None


SECRET = "canary0123456789"
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)


@given(before=TEXTS, after=TEXTS, path=st.sampled_from(["", "/", "/v1/x"]))
def test_no_query_nor_user_part_survives_in_a_message(before, after, path):
    urls = (
        f"https://h.example{path}?apikey={SECRET}",
        f"https://h.example{path}#access_token={SECRET}",
        f"https://user:{SECRET}@h.example{path}",
        f"with url: {path}?a=1&apikey={SECRET} (Caused by",
    )
    for url in urls:
        error = TapError(f"{before} {url} {after}", where=url, next_step=url)

        assert SECRET not in str(error)
        assert SECRET not in repr(error)
