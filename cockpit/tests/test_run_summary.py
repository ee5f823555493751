"""A run's summary tells each stream: rows, and what was asked for them."""

from __future__ import annotations

import json

import click
import pyarrow as pa
import pytest

from target_parquet_lake.errors import DataError
from target_parquet_lake.lake import Lake
from wv import console, options, run_summary

NOTHING = {
    "rows_read": 0, "rows_written": 0, "rows_dead_lettered": 0,
    "rows_filtered": 0, "rows_retired": 0, "table": "",
}  # fmt: skip
ASKED = {
    "rows": 3, "requests": 4, "retries": 1, "waits": 2, "wait_seconds": 6.501,
    "throttles": 1, "calls": 1_000.25, "quarantines": 0,
}  # fmt: skip


def stream(name, rows=0, **counts):
    table = f"raw/default__shop__{name}"
    return {**NOTHING, "rows_read": rows, "rows_written": rows, "table": table} | counts


def summary(**streams):
    return {
        "run_id": "r1",
        "path": "/lake",
        "streams": streams,
        "astray": dict(NOTHING),
    }


@pytest.fixture
def told(tmp_path):
    """Keep a tap's report in a lake, behind an older one; returns the lake's folder."""

    def keep(*parts):
        rows = [
            {"run_id": "new", "rows_by_stream": list(parts), "_sdc_sequence": 2},
            {"run_id": "old", "rows_by_stream": [], "_sdc_sequence": 1},
        ]
        table = pa.Table.from_pylist(rows)
        Lake(tmp_path).write("raw", "default", "shop__connector_runs", table)
        return tmp_path

    return keep


RUNS = {"connector_runs": stream("connector_runs", 1)}


def test_a_stream_tells_what_was_written_and_what_was_asked(told):
    run = summary(orders=stream("orders", 5, rows_filtered=2), **RUNS)
    root = told({"stream": "orders", **ASKED})

    (orders, runs) = run_summary.table(run, root)

    assert orders == {
        "stream": "orders", "rows_read": 5, "rows_written": 5,
        "rows_dead_lettered": 0, "rows_filtered": 2, "rows_retired": 0,
        "requests": 4, "retries": 1, "throttles": 1, "waits": 2, "wait_seconds": 6.501,
        "calls": 1_000.25, "table": "raw/default__shop__orders",
    }  # fmt: skip
    assert (runs["stream"], runs["requests"]) == ("connector_runs", 0)


def test_what_was_asked_for_no_stream_or_no_row_is_told_too(told):
    root = told({"stream": "", **ASKED}, {"stream": "payouts", **ASKED})

    found = run_summary.table(summary(**RUNS), root)

    assert [row["stream"] for row in found] == [
        "before and between",
        "payouts",
        "connector_runs",
    ]
    assert [row["requests"] for row in found] == [4, 4, 0]


def test_a_stream_that_brought_nothing_and_asked_nothing_is_left_out(tmp_path):
    found = run_summary.table(summary(empty=stream("empty")), tmp_path)

    assert found == []


def test_lines_that_no_stream_could_take_are_told(tmp_path):
    run = summary()
    run["astray"] |= {"rows_read": 1, "rows_dead_lettered": 1}

    (row,) = run_summary.table(run, tmp_path)

    assert (row["stream"], row["rows_dead_lettered"]) == ("lines of no stream", 1)


@pytest.mark.parametrize("runs", [{}, {"connector_runs": stream("connector_runs")}])
def test_the_report_of_an_earlier_run_is_never_taken(told, runs):
    """A foreign tap writes none; a tap that was killed has not come so far."""
    root = told({"stream": "orders", **ASKED})

    (row,) = run_summary.table(summary(orders=stream("orders", 5), **runs), root)

    assert row["requests"] == 0


def test_a_report_that_lies_elsewhere_is_left_alone(tmp_path):
    runs = {"connector_runs": stream("connector_runs", 1, table="raw/elsewhere")}

    (row,) = run_summary.table(summary(**runs), tmp_path)

    assert row["requests"] == 0


def test_a_report_of_another_shape_is_left_alone(tmp_path):
    table = pa.table({"id": ["x"], "_sdc_sequence": [1]})
    Lake(tmp_path).write("raw", "default", "shop__connector_runs", table)

    (row,) = run_summary.table(summary(**RUNS), tmp_path)

    assert row["calls"] == 0


def test_a_figure_that_an_older_tap_did_not_tell_counts_as_none(told):
    root = told({"stream": "orders", **ASKED, "retries": None}, {"stream": "", **ASKED})

    rows = run_summary.table(summary(orders=stream("orders", 5), **RUNS), root)

    assert [row["retries"] for row in rows] == [0, 1, 0]


def test_people_get_numbers_under_each_other_their_sum_and_the_path(told):
    run = summary(orders=stream("orders", 1_234), lines=stream("lines", 5), **RUNS)
    rows = run_summary.table(run, told({"stream": "orders", **ASKED}))

    heads, orders, lines, _, total, where = "\n".join(
        run_summary.lines(run, rows)
    ).splitlines()

    assert heads.split("  ")[0] == "stream"
    assert orders.split()[:6] == ["orders", "1,234", "1,234", "0", "0", "0"]
    assert orders.split()[6:] == [
        *"4112",
        "6.5",
        "1,000.25",
        "raw/default__shop__orders",
    ]
    assert lines.index(" 5") + 2 == orders.index("1,234") + 5
    assert total.split()[:4] == ["in", "all", "1,240", "1,240"]
    assert where == "Written to /lake, run r1"


def test_programs_get_one_line(capsys):
    @click.command
    @options.log_format
    def command(**_):
        console.say("a table", message="run summary", streams=[{"stream": "orders"}])
        raise DataError(what="It broke.", where="here", next_step="mend it")

    assert console.run(command, ["--log-format", "json"]) == 5

    told, failed = map(json.loads, capsys.readouterr().err.splitlines())
    assert (told["level"], told["logger_name"]) == ("info", "wv")
    assert (told["message"], told["streams"]) == ("run summary", [{"stream": "orders"}])
    assert (failed["level"], failed["message"]) == ("error", "It broke.")
    assert (failed["where"], failed["next"]) == ("here", "mend it")
