"""The life of a job: every status, restarts that end, and waiting that ends."""

from __future__ import annotations

import pytest

from tap_kit.errors import DataError, TapError
from tap_metaads.accounts import Account
from tap_metaads.answer import Problem
from tap_metaads.api import Graph
from tap_metaads.errors import job_error

INSIGHTS = "/metaads/graph/v26.0/act_2001000000000001/insights"
JOB = {"insights_mode": "async", "start_date": "2026-11-13"}


def started(box):
    return [r for r in box.requests if r.method == "POST"]


def looked(box):
    paths = [r.path.rsplit("/", 1)[1] for r in box.requests if r.method == "GET"]
    return [path for path in paths if path.isdigit()]


@pytest.fixture
def wanted(read):
    rows = read("insights_ad_daily", start_date="2026-11-13")
    return [(row["ad_id"], row["date_start"], row["spend"]) for row in rows]


def told(said):
    rows = said.records("insights_ad_daily")
    return [(row["ad_id"], row["date_start"], row["spend"]) for row in rows]


def test_a_job_is_started_watched_and_read(make_tap, sync, box, wanted):
    said = sync(make_tap("insights_ad_daily", **JOB))

    assert told(said) == wanted
    assert len(started(box)) == 1
    assert box.requests[-1].path.endswith("/insights")


def test_a_hundred_percent_is_not_completed(make_tap, sync, box, wanted):
    """The sandbox stays at 100 % and running for one more look, as Meta does."""
    said = sync(make_tap("insights_ad_daily", job_poll_seconds=1, **JOB))

    assert told(said) == wanted
    assert len(looked(box)) == 3  # At 45 % or less, at 100 %, and completed.


@pytest.mark.parametrize("outcome", ["Job Failed", "Job Skipped"])
def test_a_job_that_ends_badly_is_started_again(make_tap, sync, box, wanted, outcome):
    box.faults.add("meta_job", path_prefix=INSIGHTS, outcome=outcome, after=0)

    said = sync(make_tap("insights_ad_daily", **JOB))

    assert told(said) == wanted
    assert len(started(box)) == 2


def test_restarts_are_bounded_and_then_the_days_are_cut(make_tap, sync, box, wanted):
    box.faults.add("meta_job", path_prefix=INSIGHTS, times=3)

    said = sync(make_tap("insights_ad_daily", max_job_restarts=2, **JOB))

    assert told(said) == wanted
    assert len(started(box)) == 5  # Three that fail, and one for each half.


def test_a_job_that_always_fails_leaves_the_account_out(make_tap, fail, box, caplog):
    box.faults.add("meta_job", path_prefix=INSIGHTS, times=None)
    days = JOB | {"start_date": "2026-11-14"}

    error, said = fail(
        make_tap("insights_account_daily", max_job_restarts=1, **days), TapError
    )

    assert error.exit_code == 6
    assert len(started(box)) == 2
    assert "failed 2 times" in caplog.text
    assert said.records("insights_account_daily_windows") == []


def test_a_job_that_hangs_is_split_not_started_again(make_tap, sync, box, wanted):
    """Starting stuck jobs again and again is how others lose hours."""
    box.faults.add("meta_job", path_prefix=INSIGHTS, outcome="Job Running")

    said = sync(make_tap("insights_ad_daily", job_timeout_seconds=60, **JOB))

    assert told(said) == wanted
    assert len(started(box)) == 3


def test_why_a_job_failed_decides_what_is_done(make_tap, fail, box):
    """Since v25.0 a job says why; a breakdown that is wrong stays wrong."""
    box.faults.add("meta_job", path_prefix=INSIGHTS, row="2/1504041")

    error, _ = fail(make_tap("insights_ad_daily", **JOB), TapError, match="breakdowns")

    assert error.exit_code == 5
    assert len(started(box)) == 1


def test_a_job_that_was_too_large_is_split(make_tap, sync, box, wanted):
    box.faults.add("meta_job", path_prefix=INSIGHTS, row="100/1487534")

    said = sync(make_tap("insights_ad_daily", **JOB))

    assert told(said) == wanted
    assert len(started(box)) == 3


def test_a_job_that_is_not_found_at_once_is_looked_for_again(
    make_tap, sync, box, wanted
):
    """Meta starts a job and may not know it for a moment."""
    box.faults.add("meta:100/33", path_prefix="/metaads/graph/v26.0/990", times=2)

    said = sync(make_tap("insights_ad_daily", **JOB))

    assert told(said) == wanted
    assert len(started(box)) == 1


def test_a_job_that_is_never_found_leaves_the_account_out(make_tap, fail, box):
    box.faults.add("meta:100/33", path_prefix="/metaads/graph/v26.0/990", times=None)

    error, _ = fail(make_tap("insights_ad_daily", **JOB), TapError)

    assert error.exit_code == 6


def test_jobs_of_the_next_slices_run_meanwhile(make_tap, sync, box):
    tap = make_tap("insights_ad_daily", slice_days=1, max_jobs=3, **JOB)

    sync(tap)

    kinds = [r.method for r in box.requests if "/990" in r.path or r.method == "POST"]
    assert kinds[:2] == ["POST", "POST"]


def test_no_more_jobs_than_allowed_run_at_once(make_tap, sync, box):
    tap = make_tap("insights_ad_daily", slice_days=1, max_jobs=1, **JOB)

    sync(tap)

    kinds = [r.method for r in box.requests if "/990" in r.path or r.method == "POST"]
    assert kinds[:2] == ["POST", "GET"]


def test_waiting_for_jobs_is_counted(make_tap, sync):
    said = sync(make_tap("insights_ad_daily", **JOB))

    assert said.report["waits"] >= 1
    assert said.report["wait_seconds"] >= 5


@pytest.mark.parametrize(
    "answer", [{}, {"report_run_id": ""}, [], {"report_run_id": None}]
)
def test_a_job_without_a_name_is_an_error(make_tap, fail, monkeypatch, answer):
    tap = make_tap("insights_ad_daily", **JOB)
    monkeypatch.setattr(Graph, "post", lambda *_: answer)

    error, _ = fail(tap, TapError)

    assert error.exit_code == 6


def test_a_status_that_nobody_knows_is_an_error(make_tap, monkeypatch):
    tap = make_tap("insights_ad_daily", **JOB)
    monkeypatch.setattr(Graph, "post", lambda *_: {"report_run_id": "1"})
    monkeypatch.setattr(Graph, "get", lambda *_: {"async_status": "Job Cancelled"})
    stream = tap.streams["insights_ad_daily"]

    with pytest.raises(DataError, match="Job Cancelled"):
        list(stream.of_account(Account("1", "USD", "UTC", {})))


def test_a_reason_that_the_table_does_not_know_is_none_of_its():
    assert job_error(Problem(0, 0, is_transient=False, message=""), "a report") is None
