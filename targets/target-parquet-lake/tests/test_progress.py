"""A run says how it is getting on, and stops when it is over."""

from __future__ import annotations

import io
import logging
import threading

import pytest

from target_parquet_lake.progress import EVERY_SECONDS, tell, told
from target_parquet_lake.summary import NAME, RunSummary, StreamSummary


@pytest.fixture
def summary():
    return RunSummary("r1", "/lake", "default", "shop", {}, "2026-11-21T12:00:00Z")


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, NAME)
    return lambda: [record.getMessage() for record in caplog.records]


def after(clock, rounds):
    """Wait as a run of so many rounds would, without waiting."""
    left = iter(range(rounds))

    def is_over(seconds):
        clock.advance(seconds)
        return next(left, None) is None

    return is_over


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_line_tells_rows_commits_rate_and_states(summary, clock, lines):
    summary.streams["orders"] = StreamSummary(
        rows_read=3_000, rows_written=2_000, commits=1, rows_dead_lettered=0
    )
    summary.streams["lines"] = StreamSummary(
        rows_read=1_000, rows_written=500, commits=1
    )
    summary.states = 2

    tell(summary, clock, after(clock, 1))

    assert lines() == [
        "4,000 rows read, 2,500 written in 2 commits, 400 rows/s, 2 STATE passed on"
    ]


def test_what_was_put_aside_is_told_also_of_no_stream(summary, clock, lines):
    summary.astray.rows_dead_lettered = 1
    summary.streams["orders"] = StreamSummary(rows_read=2, rows_dead_lettered=2)

    tell(summary, clock, after(clock, 1))

    assert lines()[0].endswith("3 put aside as dead letters")


def test_there_is_a_line_each_ten_seconds(summary, clock, lines):
    tell(summary, clock, after(clock, 3))

    assert EVERY_SECONDS == 10
    assert len(lines()) == 3


def test_a_clock_that_stands_still_gives_no_rate(summary, clock, lines):
    rounds = iter([False, True])

    tell(summary, clock, lambda _: next(rounds))

    assert lines() == ["0 rows read, 0 written in 0 commits, 0 STATE passed on"]


def test_a_line_of_a_tap_on_the_same_terminal_makes_way(summary, clock, lines):
    shown = Terminal()

    tell(summary, clock, after(clock, 1), shown)

    assert shown.getvalue() == "\r\x1b[2K"
    assert len(lines()) == 1


def test_who_wants_quiet_has_quiet(summary, clock, lines, caplog):
    caplog.set_level(logging.WARNING, NAME)
    shown = Terminal()

    tell(summary, clock, after(clock, 1), shown)

    assert (shown.getvalue(), lines()) == ("", [])


def test_a_short_run_says_nothing_and_leaves_no_thread(summary, clock, lines):
    with told(summary, clock):
        during = [each.name for each in threading.enumerate()]

    assert "progress" in during
    assert "progress" not in [each.name for each in threading.enumerate()]
    assert lines() == []


def test_the_watch_ends_with_a_run_that_fails(summary, clock):
    with pytest.raises(ZeroDivisionError), told(summary, clock):
        raise ZeroDivisionError

    assert "progress" not in [each.name for each in threading.enumerate()]


def test_the_summary_is_told_by_the_log_line_by_line(load, singer, caplog):
    """So it is text, JSON or nothing, as whoever runs the pipe has set."""
    caplog.set_level(logging.INFO, NAME)

    load(singer.schema(), singer.record(id=1), singer.state({"n": 1}))

    lines = [record.getMessage() for record in caplog.records if record.name == NAME]
    assert any(line.split()[:3] == ["users", "1", "1"] for line in lines)
    assert "1 STATE passed on" in lines[-1]


@pytest.mark.parametrize("compiled", [object(), None])
def test_a_run_without_compiled_code_says_so(
    compiled, load, singer, caplog, monkeypatch
):
    caplog.set_level(logging.INFO, NAME)
    monkeypatch.setattr("target_parquet_lake.reader.library", lambda: compiled)
    load(singer.schema())
    lines = [record.getMessage() for record in caplog.records]
    assert any("without compiled code" in line for line in lines) is (compiled is None)
