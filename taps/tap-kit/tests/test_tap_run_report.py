"""A run tells how it went, in a record and in the log, whatever ends it."""

from __future__ import annotations

import logging

import pytest
from tap_kit_tests_zoo import NOW, TapZoo, Zoos, last_run, run

from tap_kit.clock import ManualClock
from tap_kit.errors import DataError, ExitCode, TapError
from tap_kit.testing import listen


def test_the_report_tells_a_good_run():
    tap = TapZoo(config={"correlation_id": "order-7"}, clock=ManualClock(NOW))
    record = last_run(run(tap))

    assert record["success"] is True
    assert record["exit_code"] == 0
    assert record["correlation_id"] == "order-7"
    assert record["started_at"] == "2026-11-15T06:00:00.000Z"
    assert record["run_id"] == tap.report.run_id


def test_after_a_failure_the_report_and_the_state_still_come(monkeypatch):
    monkeypatch.setattr(Zoos, "error", DataError("the zoo is closed"))
    tap = TapZoo()

    with listen() as said, pytest.raises(DataError, match="closed"):
        tap.sync_all()

    record = last_run(said)
    assert (record["success"], record["exit_code"]) == (False, 5)
    assert record["error_class"] == "DataError"
    assert record["rows"] == 9
    assert said.messages[-1]["type"] == "STATE"
    assert said.states[-1]["bookmarks"]["zoos"]["progress_markers"]


def test_an_unexpected_error_is_told_as_such(monkeypatch):
    monkeypatch.setattr(Zoos, "error", ZeroDivisionError("oh"))

    with listen() as said, pytest.raises(ZeroDivisionError):
        TapZoo().sync_all()

    assert last_run(said)["error_class"] == "ZeroDivisionError"
    assert last_run(said)["exit_code"] == 1


def test_an_interruption_is_told_as_such(monkeypatch):
    monkeypatch.setattr(Zoos, "error", KeyboardInterrupt())

    with listen() as said, pytest.raises(KeyboardInterrupt):
        TapZoo().sync_all()

    assert last_run(said)["exit_code"] == ExitCode.INTERRUPTED


def test_quarantined_parts_make_the_run_partial():
    class TapZoos(TapZoo):
        stream_types = (Zoos,)

    tap = TapZoos()
    tap.report.add_quarantines(2)

    with listen() as said, pytest.raises(TapError) as caught:
        tap.sync_all()

    assert caught.value.exit_code is ExitCode.PARTIAL
    assert last_run(said)["quarantines"] == 2


def test_an_older_catalog_that_knows_no_report_still_gets_one():
    catalog = TapZoo().catalog_dict
    catalog["streams"] = [s for s in catalog["streams"] if s["stream"] == "zoos"]
    catalog["streams"][0]["metadata"][-1]["metadata"]["selected"] = True

    said = run(TapZoo(catalog=catalog))

    assert len(said.records("zoos")) == 3
    assert last_run(said)["success"] is True


def test_who_deselects_the_report_gets_none(monkeypatch):
    """A selection is an order; also after a failure."""
    monkeypatch.setattr(Zoos, "error", DataError("oh"))
    catalog = TapZoo().catalog_dict
    for stream in catalog["streams"]:
        root = next(m for m in stream["metadata"] if not m["breadcrumb"])
        root["metadata"]["selected"] = stream["stream"] == "zoos"

    with listen() as said, pytest.raises(DataError):
        TapZoo(catalog=catalog).sync_all()

    assert said.records("connector_runs") == []
    assert len(said.records("zoos")) == 3


def test_a_report_that_cannot_be_written_is_not_tried_twice(monkeypatch):
    """The run is over by then: its first and only error is the one to see."""
    broken = DataError("report")

    def fail(self, _context):
        self.tap.finish()
        raise broken
        yield

    tap = TapZoo()
    monkeypatch.setattr(type(tap.streams["connector_runs"]), "get_records", fail)

    with listen(), pytest.raises(DataError, match="report"):
        tap.sync_all()


def test_the_summary_goes_to_the_log_line_by_line(caplog):
    caplog.set_level(logging.INFO)
    run(TapZoo())

    lines = [r.getMessage() for r in caplog.records if r.name == "tap-zoo"]
    assert any(line.split()[:2] == ["animals", "6"] for line in lines)
    assert "is done: 9 rows" in lines[-1]


def test_every_log_record_of_a_run_knows_its_run(caplog):
    caplog.set_level(logging.INFO)
    tap = TapZoo(config={"correlation_id": "order-7"})
    run(tap)
    logging.getLogger("elsewhere").warning("after the run")

    during = [r for r in caplog.records if r.name.startswith("tap-zoo.")]
    assert {r.correlation_id for r in during} == {"order-7"}
    assert {r.run_id for r in during} == {tap.report.run_id}
    assert not hasattr(caplog.records[-1], "run_id")
