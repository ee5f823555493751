"""What a run counts is counted for the stream that was read meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_kit.clock import ManualClock
from tap_kit.report import RunReport

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)


@pytest.fixture
def report():
    return RunReport("tap-x", "1", ManualClock(NOW), run_id="r1")


def told(report):
    return {part.pop("stream"): part for part in report.record()["rows_by_stream"]}


def test_requests_waits_and_what_was_set_aside_belong_to_the_stream(report):
    with report.reading("orders"):
        report.add_request(calls=2.5)
        report.add_request(calls=2.5, retry=True)
        report.add_wait(3.0, throttled=True)
        report.add_quarantines()
    report.add_rows("orders", 7)

    assert told(report) == {
        "orders": {
            "rows": 7,
            "requests": 2,
            "retries": 1,
            "waits": 1,
            "wait_seconds": 3.0,
            "throttles": 1,
            "calls": 5.0,
            "quarantines": 1,
        }
    }


def test_what_happens_while_no_stream_is_read_has_a_line_of_its_own(report):
    with report.reading("orders"):
        report.add_request()
    report.add_request()
    report.add_request()

    assert {name: part["requests"] for name, part in told(report).items()} == {
        "": 2,
        "orders": 1,
    }
    assert "  (before and between)     0         2" in report.summary()


def test_a_parent_counts_on_when_its_child_is_read(report):
    with report.reading("orders"):
        with report.reading("lines"):
            report.add_request()
        report.add_wait(1.0)

    assert told(report)["lines"]["requests"] == 1
    assert told(report)["orders"]["waits"] == 1


def test_a_stream_that_fails_is_left_all_the_same(report):
    with pytest.raises(ZeroDivisionError), report.reading("orders"):
        raise ZeroDivisionError
    report.add_request()

    assert [*told(report)] == [""]


def test_streams_are_told_in_the_order_of_reading(report):
    """Rows are counted at the end, so they must not decide it."""
    for name in ("cells", "weather", "runs"):
        with report.reading(name):
            if name == "weather":
                report.add_request()
    for name in ("cells", "runs"):
        report.add_rows(name)

    assert [*told(report)] == ["cells", "weather", "runs"]


def test_a_stream_that_counted_nothing_is_not_told(report):
    with report.reading("deselected"):
        report.add_wait(0.0)

    assert told(report) == {}
    assert "deselected" not in report.summary()


def test_people_see_a_line_for_each_stream(report):
    with report.reading("cells"):
        report.add_request(calls=31.3)
        report.add_wait(1_048.5, throttled=True)
    with report.reading("weather"):
        report.add_quarantines(3)
    report.add_rows("weather", 1_234_567)
    report.add_rows("cells", 6)

    heads, cells, weather = report.summary().splitlines()[:3]
    assert heads.split("  ")[1] == "stream"
    assert cells.split() == ["cells", "6", "1", "0", "1", "1", "1,048.5", "31.3", "0"]
    assert weather.split() == ["weather", "1,234,567", *"0000", "0.0", "0.0", "3"]
    assert len(heads) == len(cells) == len(weather)


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "a", "b"]), st.integers(0, 9), st.booleans())
    )
)
def test_the_streams_together_are_the_run(steps):
    report = RunReport("tap-x", "1", ManualClock(NOW))
    for name, number, flag in steps:
        with report.reading(name):
            report.add_request(calls=number, retry=flag)
            report.add_wait(number, throttled=flag)
        report.add_rows(name, number)

    record = report.record()
    for column in ("rows", "requests", "retries", "waits", "calls", "throttles"):
        parts = [part[column] for part in record["rows_by_stream"]]
        assert sum(parts) == record[column]


def test_a_stream_says_how_far_it_is_or_nothing_is_known(report):
    report.foresee("orders", 0.25)

    assert (report.foreseen("orders"), report.foreseen("refunds")) == (0.25, None)


def test_who_watches_is_told_of_streams_requests_and_waits(report):
    seen: list[str] = []
    report.watch = lambda: seen.append(report.stream)

    with report.reading("orders"):
        report.add_request()
        report.add_wait(1.0)

    assert seen == ["orders", "orders", "orders", ""]


def test_what_is_told_of_a_stream_does_not_change_behind_ones_back(report):
    before = report.of("")
    report.add_request()

    assert (before.requests, report.of("").requests) == (0, 1)
