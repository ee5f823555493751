"""A run says how it is getting on: one line on a terminal, few lines elsewhere."""

from __future__ import annotations

import io
import logging
from datetime import UTC, datetime

import pytest

from tap_kit.clock import ManualClock
from tap_kit.planning import Quota
from tap_kit.progress import Progress
from tap_kit.report import RunReport


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock():
    return ManualClock(datetime(2026, 11, 21, tzinfo=UTC))


@pytest.fixture
def report(clock):
    return RunReport("tap-things", "0", clock)


@pytest.fixture
def loud(caplog):
    with caplog.at_level(logging.INFO):
        yield caplog


def test_a_log_gets_a_line_each_ten_seconds(report, clock, loud):
    progress = Progress(report, clock, terminal=io.StringIO())

    for _ in range(25):
        clock.advance(1)
        progress.tell({"orders": 50})

    assert len(loud.messages) == 2
    assert loud.messages[0] == "orders: 50 rows, 5 rows/s in all, 0 requests"


def test_a_terminal_has_one_line_that_goes_at_the_end(report, clock, loud):
    terminal = Terminal()
    progress = Progress(report, clock, terminal=terminal)

    for rows in (10, 20):
        clock.advance(1)
        progress.tell({"orders": rows})
    progress.end()

    lines = terminal.getvalue().split("\r\x1b[2K")
    assert [line.partition(",")[0] for line in lines] == [
        "",
        "orders: 10 rows",
        "orders: 20 rows",
        "",
    ]
    assert "\n" not in terminal.getvalue()
    assert not loud.messages


@pytest.mark.usefixtures("loud")
def test_a_line_of_the_log_is_not_written_into_the_live_one(report, clock):
    terminal = Terminal()
    progress = Progress(report, clock, terminal=terminal)
    clock.advance(1)
    progress.tell({"orders": 10})

    logging.getLogger().warning("something else")

    assert terminal.getvalue().endswith("\x1b[2K")
    progress.end()


def test_who_asked_for_quiet_sees_nothing_on_a_terminal(report, clock, caplog):
    terminal = Terminal()
    with caplog.at_level(logging.WARNING):
        progress = Progress(report, clock, terminal=terminal)
        clock.advance(11)
        progress.tell({"orders": 10})

    assert terminal.getvalue() == ""
    assert not caplog.messages


def test_what_is_left_of_the_smallest_quota_is_told(report, clock, loud):
    quotas = [Quota("a day", 1_000, 86_400), Quota("reports", 1, 86_400, ("reports",))]
    progress = Progress(report, clock, quotas, terminal=io.StringIO())
    report.add_request(calls=250)
    clock.advance(10)

    progress.tell({"orders": 1})

    assert loud.messages[-1].endswith("1 requests, 75% of the quota left")


def test_the_time_to_go_is_told_where_the_plan_knows(report, clock, loud):
    progress = Progress(report, clock, requests=4, terminal=io.StringIO())
    report.add_request()
    clock.advance(10)

    progress.tell({})

    assert loud.messages == [
        "nothing yet: 0 rows, 0 rows/s in all, 1 requests, about 30 s to go"
    ]
