"""One request: address, key, form, and what becomes of a bad answer."""

from __future__ import annotations

import json

import pytest
import requests

from tap_kit.errors import (
    AuthError,
    BudgetExhaustedError,
    DataError,
    ExitCode,
    RetryError,
    TapError,
)
from wv_sandbox.faults import GENERAL
from wv_sandbox.openmeteo.faults import KINDS

STREAM = "weather_hourly_observed"
ARCHIVE = "/openmeteo/customer-archive-api"
REAL = "https://customer-archive-api.open-meteo.com/v1/archive"
CANARY = "om-canary-7f3a9c"
ROWS = 2 * 9 * 24


@pytest.fixture
def stream(make_tap):
    return make_tap(STREAM, api_base_url=None, api_key=CANARY).streams[STREAM]


def test_a_paid_plan_asks_the_customer_host(stream, requests_mock):
    requests_mock.get(REAL, json={})

    assert stream.ask({"latitude": "52.5"}) == {}


def test_the_free_plan_asks_the_free_host_without_a_key(make_tap, requests_mock):
    free = make_tap(STREAM, api_base_url=None, api_key=None, plan="free")
    address = "https://archive-api.open-meteo.com/v1/archive"
    asked = requests_mock.get(address, json={})

    free.streams[STREAM].ask({})

    assert "X-Api-Key" not in asked.last_request.headers


def test_the_key_travels_in_a_header_only(stream, requests_mock):
    """Addresses end up in logs of proxies and servers; headers do not."""
    asked = requests_mock.get(REAL, json={})

    stream.ask({"latitude": "52.5"})

    assert asked.last_request.headers["X-Api-Key"] == CANARY
    assert CANARY not in asked.last_request.url


def test_lists_keep_their_commas(stream, requests_mock):
    """%2C would make a long address three times as long."""
    asked = requests_mock.get(REAL, json={})

    stream.ask({"latitude": "52.5,60.4"})

    assert asked.last_request.url.endswith("?latitude=52.5,60.4")


def test_a_long_query_becomes_a_form(stream, requests_mock):
    asked = requests_mock.post(REAL, json={})

    stream.ask({"latitude": ",".join(["52.512345"] * 500)})

    assert asked.last_request.text.startswith("latitude=52.512345%2C")
    assert not asked.last_request.query


@pytest.mark.parametrize("body", ['{"a": NaN}', '{"a" 1}', "[1,,2]"])
def test_what_is_no_json_is_an_error(stream, requests_mock, body):
    requests_mock.get(REAL, text=body)

    with pytest.raises(DataError, match="is no JSON") as caught:
        stream.ask({})

    assert caught.value.where == f"stream {STREAM}"


PASSING = {
    "overloaded": ("status", {"status": 503, "reason": "The service is overloaded"}),
    "bad gateway": ("html", {"status": 502}),
    "a login page": ("html", {"status": 200}),
    "no JSON": ("not_json", {}),
    "broken in the middle": ("stream_failure", {}),
    "a cut gzip": ("cut_gzip", {}),
    "a reset line": ("reset", {}),
    "too many at once": (
        "status",
        {"status": 429, "reason": "Too many concurrent requests"},
    ),
    "a full minute": (
        "status",
        {
            "status": 429,
            "reason": "Minutely API request limit exceeded. "
            "Please try again in one minute.",
        },
    ),
}


@pytest.mark.parametrize(("kind", "options"), PASSING.values(), ids=PASSING.keys())
def test_what_passes_is_tried_again_and_nothing_is_lost(
    make_tap, sync, box, kind, options
):
    box.faults.add(kind, path_prefix=ARCHIVE, **options)

    said = sync(make_tap(STREAM))

    rows = said.records(STREAM)
    assert len(rows) == len({(row["cell_id"], row["time"]) for row in rows}) == ROWS
    assert said.report["requests"] == 2
    assert said.report["success"] is True


def test_what_does_not_pass_ends_the_run_resumably(make_tap, fail, box):
    box.faults.add("html", path_prefix=ARCHIVE, times=None, status=503)

    error, said = fail(make_tap(STREAM), RetryError)

    assert error.exit_code is ExitCode.GAVE_UP
    assert said.report["success"] is False
    assert len(box.requests) == 4


def test_a_full_day_ends_the_run_at_once(make_tap, fail, box):
    """Waiting until midnight is not our business; the state is."""
    reason = "Daily API request limit exceeded. Please try again tomorrow."
    box.faults.add("status", status=429, reason=reason, path_prefix=ARCHIVE, times=None)

    error, said = fail(make_tap("cells", STREAM), BudgetExhaustedError)

    assert error.exit_code is ExitCode.GAVE_UP
    assert len(box.requests) == 1
    assert len(said.records("cells")) == 2
    assert said.report["throttles"] <= 1


def test_a_wrong_key_is_not_tried_twice(make_tap, fail, box):
    error, _ = fail(make_tap(STREAM, api_key=CANARY), AuthError, "API key is invalid")

    assert error.exit_code is ExitCode.AUTH
    assert "api_key" in error.next_step
    assert CANARY not in str(error)
    assert len(box.requests) == 1


def test_a_plan_that_is_too_small_is_told_by_the_server(make_tap, fail):
    """The tap believes the plan that is written; the key knows better."""
    error, _ = fail(make_tap(STREAM, api_key="sandbox-standard"), AuthError)

    assert error.exit_code is ExitCode.AUTH
    assert "plan" in error.next_step


DAMAGED = (
    "recorded",
    "wrong_unit",
    "duplicate_time",
    "missing_variable",
    "short_array",
    "location_count",
    "swapped_locations",
)


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_answer_gives_no_record_and_no_progress(make_tap, fail, box, kind):
    """Not even the half that looks right: nobody can tell which half that is."""
    box.faults.add(kind, path_prefix=ARCHIVE)

    error, said = fail(make_tap(STREAM), DataError)

    assert error.exit_code is ExitCode.DATA
    assert not said.records(STREAM)
    assert "through" not in said.state["bookmarks"][STREAM]


def test_every_fault_of_the_sandbox_is_met():
    """A new kind asks for a test here."""
    elsewhere = {"slow", "spike", "tiny", "null_day"}

    met = {*DAMAGED, *(kind for kind, _ in PASSING.values()), *elsewhere}

    assert met == set(GENERAL.joined(KINDS).options)


def test_what_was_read_before_a_fault_stays_read(make_tap, fail, sync, box):
    """Two requests, the second fails: the next run asks for the second only."""
    tap = make_tap(STREAM, max_locations_per_request=1)
    box.faults.add("wrong_unit", path_prefix=ARCHIVE, after=1)

    _, said = fail(tap, DataError)
    assert said.state["bookmarks"][STREAM] == {"through": {"2026-11-09": ["dr5ru"]}}
    rest = sync(make_tap(STREAM, state=said.state, lookback_days=0))

    assert {row["cell_id"] for row in said.records(STREAM)} == {"dr5ru"}
    assert {row["cell_id"] for row in rest.records(STREAM)} == {"u33dc"}


def test_a_slow_answer_is_given_up_and_asked_for_again(make_tap, sync, box):
    box.faults.add("slow", path_prefix=ARCHIVE, seconds=30, where="body")

    said = sync(make_tap(STREAM, request_timeout_seconds=1))

    assert len(said.records(STREAM)) == ROWS
    assert said.report["retries"] == 1


def test_the_free_budget_is_waited_for(make_tap, sync):
    """600 a minute over all processes: the second run waits for the next minute."""
    history = "weather_daily_history"
    options = {
        "api_key": None,
        "plan": "free",
        "history_start_date": "2006-01-01",
        "max_locations_per_request": 1,
    }

    first = sync(make_tap(history, **options))
    second = sync(make_tap(history, **options))

    assert first.report["calls"] > 400
    assert (first.report["waits"], second.report["waits"]) == (0, 1)
    assert second.report["throttles"] == 0
    assert len(second.records(history)) == len(first.records(history))


def test_budget_files_of_the_sandbox_and_the_real_api_are_apart(make_tap, tmp_path):
    one = make_tap(api_key=None, plan="free")
    with one.budget.charged(1):
        pass

    (file,) = (tmp_path / "state").glob("*.json")

    assert file.name.startswith("openmeteo-127_0_0_1_")
    assert json.loads(file.read_text())["windows"]


def test_no_redirect_is_followed_to_another_host(stream, requests_mock):
    """A key would travel with it."""
    requests_mock.get(REAL, status_code=302, headers={"Location": "https://evil.test/"})

    with pytest.raises((TapError, requests.RequestException)):
        stream.ask({})

    assert not [r for r in requests_mock.request_history if "evil" in r.url]
