"""What a run did, for people and for the lake."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_kit.clock import ManualClock
from tap_kit.errors import (
    AuthError,
    BudgetExhaustedError,
    ExitCode,
    SettingsError,
    TapError,
)
from tap_kit.report import RunReport
from tap_kit.run_columns import RUN_COLUMNS

START = datetime(2026, 11, 15, 6, tzinfo=UTC)


@pytest.fixture
def clock():
    return ManualClock(START)


@pytest.fixture
def report(clock):
    return RunReport("tap-openmeteo", "0.1.0", clock, run_id="r1", correlation_id="c1")


def test_a_run_that_went_well(report, clock):
    report.add_request(calls=31.3)
    report.add_request(calls=1.0, retry=True)
    report.add_wait(48.5, throttled=True)
    report.add_wait(1.5)
    report.add_rows("cells", 6)
    report.add_rows("weather", 250)
    report.add_rows("weather", 250)
    clock.advance(90)

    assert report.finish() is ExitCode.OK

    record = report.record()
    assert [
        (part["stream"], part["rows"]) for part in record.pop("rows_by_stream")
    ] == [
        ("", 0),
        ("cells", 6),
        ("weather", 500),
    ]
    assert record == {
        "run_id": "r1",
        "correlation_id": "c1",
        "connector": "tap-openmeteo",
        "connector_version": "0.1.0",
        "started_at": "2026-11-15T06:00:00.000Z",
        "finished_at": "2026-11-15T06:01:30.000Z",
        "duration_seconds": 90.0,
        "success": True,
        "exit_code": 0,
        "error_class": None,
        "requests": 2,
        "retries": 1,
        "waits": 2,
        "wait_seconds": 50.0,
        "throttles": 1,
        "calls": 32.3,
        "rows": 506,
        "quarantines": 0,
        "metrics": [],
        "checkpoint": None,
    }


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AuthError("x"), 3),
        (BudgetExhaustedError("x"), 4),
        (TapError("x", exit_code=ExitCode.STORAGE), 7),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError(), 1),
        (SystemExit(0), 1),
    ],
)
def test_an_error_decides_success_exit_code_and_class(report, error, code):
    """An early exit is no success either."""
    assert report.finish(error) == code

    record = report.record()
    assert (record["success"], record["exit_code"]) == (False, code)
    assert record["error_class"] == type(error).__name__


def test_an_error_message_never_reaches_the_lake(report):
    """It may quote what a server or a person wrote."""
    report.finish(TapError("canary", where="canary", next_step="canary"))

    assert "canary" not in json.dumps(report.record())
    assert "canary" not in report.summary()


def test_what_was_set_aside_makes_it_partial(report):
    report.add_quarantines()
    report.add_quarantines(2)

    assert report.finish() is ExitCode.PARTIAL

    record = report.record()
    assert (record["success"], record["quarantines"]) == (False, 3)
    assert record["error_class"] is None
    assert "exit code 6 (some of it was set aside)" in report.summary()


def test_the_first_end_counts(report, clock):
    """Whatever breaks while the run is being closed is not why it ended."""
    report.finish(AuthError("x"))
    clock.advance(60)
    before = report.record()

    assert report.finish(ZeroDivisionError()) is ExitCode.AUTH
    assert report.record() == before


def test_a_run_that_is_not_over_says_so(report, clock):
    clock.advance(2)

    record = report.record()

    assert record["finished_at"] is None
    assert (record["success"], record["exit_code"]) == (None, None)
    assert record["duration_seconds"] == 2
    assert "is running" in report.summary()


def test_a_wall_clock_put_back_gives_no_negative_duration(report, clock):
    clock.advance(5)
    clock.set(datetime(2026, 11, 14, tzinfo=UTC))

    report.finish()

    assert report.record()["duration_seconds"] == 5


@pytest.mark.parametrize("seconds", [0.0, -1.0])
def test_no_wait_is_not_counted(report, seconds):
    report.add_wait(seconds, throttled=True)

    record = report.record()
    assert (record["waits"], record["wait_seconds"], record["throttles"]) == (0, 0, 1)


def test_the_summary_ends_with_what_matters_most(report, clock):
    report.add_rows("cells", 6)
    report.add_rows("weather_hourly_observed", 1_234_567)
    report.add_rows("model_runs", 0)
    report.add_request(calls=31.3)
    report.add_wait(48.5, throttled=True)
    clock.advance(61.04)
    report.finish()

    assert report.summary().splitlines()[-2:] == [
        (
            "  1 requests, 0 retries, 1 throttled, 1 waits (48.5 s), cost 31.3, "
            "0 set aside"
        ),
        "tap-openmeteo 0.1.0 is done: 1,234,573 rows in 61.0 s",
    ]


def test_the_summary_of_a_failed_run_names_exit_code_and_error(report):
    report.finish(BudgetExhaustedError("x"))

    assert report.summary().splitlines()[-1] == (
        "tap-openmeteo 0.1.0 ended with exit code 4 (BudgetExhaustedError): "
        "0 rows in 0.0 s"
    )


def test_the_id_of_a_scheduler_s_run_is_taken(clock):
    named = "scheduled__2026-11-15T06:35:00+00:00"  # As Airflow names its runs.

    assert RunReport("tap-x", "1", clock, correlation_id=named).correlation_id == named


def test_ids_are_made_where_none_are_given(clock):
    first, second = (RunReport("tap-x", "1", clock) for _ in range(2))

    assert len(first.run_id) == 32
    assert first.run_id != second.run_id
    assert first.correlation_id == first.run_id


@pytest.mark.parametrize("name", ["run_id", "correlation_id"])
@pytest.mark.parametrize("value", ["", "a b", "a\r\nX-Evil: 1", "é", "x" * 129])
def test_an_id_that_could_break_a_header_is_refused(clock, name, value):
    with pytest.raises(SettingsError) as caught:
        RunReport("tap-x", "1", clock, **{name: value})

    assert caught.value.where == name


def test_threads_lose_no_count(report):
    def work():
        for _ in range(500):
            report.add_request(calls=1, retry=True)
            report.add_wait(1)
            report.add_rows("cells")
            report.add_quarantines()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    record = report.record()
    assert record["requests"] == record["retries"] == record["waits"] == 4000
    assert record["rows"] == record["quarantines"] == 4000
    assert record["wait_seconds"] == record["calls"] == 4000


SCHEMA = {
    "type": "object",
    "properties": {column.name: dict(column.schema) for column in RUN_COLUMNS},
    "required": [column.name for column in RUN_COLUMNS],
    "additionalProperties": False,
}


@given(
    rows=st.dictionaries(st.text(), st.integers(0, 10**12)),
    waits=st.lists(st.floats(0, 1e6)),
    error=st.none() | st.sampled_from([TapError("x"), KeyboardInterrupt()]),
    is_over=st.booleans(),
)
def test_every_record_keeps_to_the_declared_columns(rows, waits, error, is_over):
    report = RunReport("tap-x", "1", ManualClock(START))
    for stream, count in rows.items():
        report.add_rows(stream, count)
    for seconds in waits:
        report.add_wait(seconds)
    if is_over:
        report.finish(error)

    jsonschema.validate(report.record(), SCHEMA)
    assert list(report.record()) == [column.name for column in RUN_COLUMNS]


def test_every_column_says_what_it_is():
    assert all(column.description.endswith(".") for column in RUN_COLUMNS)
    assert len({column.name for column in RUN_COLUMNS}) == len(RUN_COLUMNS)


def test_a_share_is_told_to_people_and_to_the_lake(report):
    for hit in (True, True, False):
        report.add_share("geocoded_ratio", hit=hit)

    assert report.record()["metrics"] == [{"name": "geocoded_ratio", "value": 0.666667}]
    assert "geocoded_ratio 0.6667 (2 of 3)" in report.summary()


def test_a_checkpoint_is_told_to_people_and_to_the_lake(report):
    report.add_checkpoint("events", "opened 2026-11-14")
    report.add_checkpoint("events", "opened 2026-11-15")
    report.add_checkpoint("campaigns", "email 2026-11-15")

    told = "events: opened 2026-11-15; campaigns: email 2026-11-15"
    assert report.record()["checkpoint"] == told
    assert f"checkpoint {told}" in report.summary()


def test_a_number_is_told_to_people_and_to_the_lake(report):
    report.set_metric("fields_left_out", 3)
    report.set_metric("fields_left_out", 4)

    assert report.record()["metrics"] == [{"name": "fields_left_out", "value": 4}]
    assert "fields_left_out 4" in report.summary()
