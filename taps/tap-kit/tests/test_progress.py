"""A run says how it is getting on: a line a stream on a terminal, few elsewhere."""

from __future__ import annotations

import io
import json
import logging
import os
from contextlib import ExitStack
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from singer_sdk.logging import StructuredFormatter

from tap_kit.clock import ManualClock
from tap_kit.planning import Quota
from tap_kit.progress import Foreseen, Progress
from tap_kit.report import RunReport


def parts(message: str) -> list[str]:
    return message.split(", ")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


@pytest.fixture
def loud(caplog):
    with caplog.at_level(logging.INFO):
        yield caplog


@pytest.fixture
def run():
    """A run: its clock, its report, its rows, and the stream it reads."""
    clock = ManualClock(datetime(2026, 11, 21, tzinfo=UTC))
    report = RunReport("tap-things", "0", clock)
    rows: dict[str, int] = {}
    with ExitStack() as streams:

        def read(stream: str) -> None:
            streams.close()
            streams.enter_context(report.reading(stream))

        def watched(out: io.StringIO | None = None, **foreseen: Any) -> Progress:
            out = io.StringIO() if out is None else out
            found = Foreseen(**foreseen)
            progress = Progress(report, rows, clock, found, terminal=out)
            report.watch = progress.tell
            return progress

        yield SimpleNamespace(
            clock=clock, report=report, rows=rows, read=read, watched=watched
        )


def test_a_log_gets_a_line_each_ten_seconds(run, loud):
    progress = run.watched()
    run.read("orders")

    for second in range(1, 26):
        run.clock.advance(1)
        run.rows["orders"] = 5 * second
        progress.tell()

    assert loud.messages == [
        "orders: 50 rows, 5 rows/s, 0 requests, 10 s so far",
        "orders: 100 rows, 5 rows/s, 0 requests, 20 s so far",
    ]


@pytest.mark.parametrize("act", ["request", "wait"])
def test_a_run_that_only_waits_is_heard_of_too(run, loud, act):
    run.watched()
    run.clock.advance(10)

    if act == "request":
        run.report.add_request()
    else:
        run.report.add_wait(30)

    assert loud.messages[0].startswith("between streams: 0 rows")


def test_a_log_of_json_has_the_figures_beside_the_line(run, loud):
    progress = run.watched()
    run.read("orders")
    run.report.add_request()
    run.clock.advance(10)
    run.rows["orders"] = 7

    progress.tell()

    (record,) = loud.records
    told = json.loads(StructuredFormatter().format(record))
    assert told["extra"]["progress"] == {
        "stream": "orders",
        "rows": 7,
        "requests": 1,
        "seconds": 10.0,
    }


def test_a_terminal_has_one_line_a_stream_which_stays_when_it_is_over(
    run, loud, terminal
):
    progress = run.watched(terminal, streams=("orders", "refunds"))
    for stream, counts in {"orders": (10, 20), "refunds": (1,)}.items():
        run.read(stream)
        for rows in counts:
            run.clock.advance(1)
            run.rows[stream] = rows
            progress.tell()
    progress.end()

    assert terminal.getvalue().split("\r\x1b[2K")[1:] == [
        "orders (1 of 2): 10 rows, 10 rows/s, 0 requests, 1 s so far",
        "orders (1 of 2): 20 rows, 10 rows/s, 0 requests, 2 s so far",
        "orders (1 of 2): 20 rows, 10 rows/s, 0 requests, 2 s so far\n",
        "refunds (2 of 2): 1 rows, 1 rows/s, 0 requests, 1 s so far",
        "refunds (2 of 2): 1 rows, 1 rows/s, 0 requests, 1 s so far\n",
    ]
    assert not loud.messages


@pytest.mark.usefixtures("loud")
def test_what_lies_between_streams_leaves_no_line(run, terminal):
    progress = run.watched(terminal)
    run.clock.advance(1)
    progress.tell()

    progress.end()

    assert terminal.getvalue().endswith("1 s so far\r\x1b[2K")


def test_nothing_is_told_behind_the_end(run, terminal):
    progress = run.watched(terminal)
    progress.end()

    run.clock.advance(60)
    progress.tell()

    assert not terminal.getvalue()


@pytest.mark.usefixtures("loud")
def test_a_line_of_the_log_is_not_written_into_the_live_one(run, terminal):
    progress = run.watched(terminal)
    run.clock.advance(1)
    progress.tell()

    logging.getLogger().warning("something else")

    assert terminal.getvalue().endswith("\x1b[2K")
    progress.end()


@pytest.mark.usefixtures("loud")
def test_lines_of_single_requests_are_not_for_a_terminal(run, terminal, request):
    handlers = logging.StreamHandler(terminal), logging.StreamHandler(io.StringIO())
    root = logging.getLogger()
    for handler in handlers:
        root.addHandler(handler)
        request.addfinalizer(lambda handler=handler: root.removeHandler(handler))
    progress = run.watched(terminal)

    logging.getLogger("singer_sdk.metrics").info("of a request")
    progress.end()
    logging.getLogger("singer_sdk.metrics").info("of the run")

    assert not terminal.getvalue().startswith("\r")
    told = [handler.stream.getvalue().splitlines() for handler in handlers]
    assert told == [["of the run"], ["of a request", "of the run"]]


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize(("columns", "length"), [(40, 39), (0, 79)])
def test_a_line_is_cut_where_it_would_wrap(run, terminal, monkeypatch, columns, length):
    """A wrapped line cannot be taken away whole. 0: a terminal that does not say."""
    monkeypatch.setattr(terminal, "fileno", lambda: 2)
    monkeypatch.setattr(
        "os.get_terminal_size", lambda _: os.terminal_size((columns, 9))
    )
    progress = run.watched(terminal)
    run.read("orders_of_a_shop_with_a_name_that_has_no_end_" * 3)
    run.clock.advance(1)

    progress.tell()

    line = terminal.getvalue().rpartition("\x1b[2K")[2]
    assert (len(line), line[-1]) == (length, "…")


def test_who_asked_for_quiet_sees_nothing_on_a_terminal(run, caplog, terminal):
    with caplog.at_level(logging.WARNING):
        progress = run.watched(terminal)
        run.clock.advance(11)
        progress.tell()

    assert not terminal.getvalue()
    assert not caplog.messages


@pytest.mark.usefixtures("loud")
def test_a_terminal_that_cannot_go_back_gets_lines_of_the_log(
    run, terminal, monkeypatch
):
    monkeypatch.setenv("TERM", "dumb")
    progress = run.watched(terminal)
    run.clock.advance(10)

    progress.tell()

    assert not terminal.getvalue()


def test_where_the_log_is_json_no_line_is_written_over(
    run, loud, terminal, monkeypatch
):
    monkeypatch.setattr(loud.handler, "formatter", StructuredFormatter())
    progress = run.watched(terminal)
    run.clock.advance(10)

    progress.tell()

    assert not terminal.getvalue()
    assert len(loud.messages) == 1


def test_what_the_tap_knows_to_be_left_is_told(run, loud):
    progress = run.watched(left=lambda: 0.75)
    run.clock.advance(10)

    progress.tell()

    assert "quota 75% left" in parts(loud.messages[-1])


def test_else_the_run_counts_what_it_took_of_the_smallest_quota(run, loud):
    quotas = [Quota("calls a day", 1_000, 86_400), Quota("calls an hour", 500, 3_600)]
    run.watched(quotas=quotas)
    run.read("orders")
    run.clock.advance(10)

    run.report.add_request(calls=250)

    assert "quota ≤50% left" in parts(loud.messages[-1])


def test_the_time_to_go_is_told(run, loud):
    progress = run.watched(requests={"orders": 3, "refunds": 1})
    run.read("orders")
    run.report.foresee("orders", 0.0)
    progress.tell()
    run.clock.advance(10)
    run.report.add_request()
    run.report.foresee("orders", 0.5)
    run.clock.advance(10)

    progress.tell()

    assert "~60 s to go in all" in parts(loud.messages[-1])
    assert "~10 s to go" in parts(loud.messages[-1])
