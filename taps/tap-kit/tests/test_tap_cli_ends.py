"""How the command ends: our exit codes, signals, and no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from tap_kit_tests_things import TapThings, Things, ids, messages, records, written

from tap_kit.errors import AuthError, ExitCode

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quiet")

ENDLESS = """
import itertools, sys, time
from singer_sdk import typing as th
from tap_kit.columns import columns
from tap_kit.loop import RecordStream
from tap_kit.tap import KitTap

class Ticks(RecordStream):
    name = "ticks"
    primary_keys = ("id",)
    replication_key = "id"
    is_sorted = True
    schema = columns(th.Property("id", th.IntegerType))

    def get_records(self, context):
        for number in itertools.count():
            yield {"id": number}
            if PAUSE and number == 600:
                self.tap.message_writer.flush()
                time.sleep(60)

class TapTicks(KitTap):
    name = "tap-ticks"
    source = "ticks"
    stream_types = (Ticks,)

TapTicks.cli()
"""


@pytest.fixture
def tap(tap_things):
    return tap_things


def test_an_error_ends_with_its_code_and_without_traceback(tap, monkeypatch, quiet):
    monkeypatch.setattr(
        Things, "error", AuthError("the key is refused", next_step="get one")
    )

    code, out = tap()

    assert code == ExitCode.AUTH
    assert "the key is refused. Next: get one." in quiet.text
    assert "Traceback" not in quiet.text
    assert messages(out)[-1]["type"] == "STATE"


def test_an_unexpected_error_ends_with_one_and_its_name(tap, monkeypatch, quiet):
    monkeypatch.setattr(Things, "error", ZeroDivisionError("division by zero"))

    code, _ = tap()

    assert code == ExitCode.UNEXPECTED
    assert "Unexpected ZeroDivisionError" in quiet.text
    assert "Traceback" not in quiet.text


def test_an_interruption_ends_with_130(tap, monkeypatch, quiet):
    monkeypatch.setattr(Things, "error", KeyboardInterrupt())

    code, out = tap()

    assert code == ExitCode.INTERRUPTED
    assert records(out, "connector_runs")[0]["exit_code"] == ExitCode.INTERRUPTED
    assert "Interrupted" in quiet.text


def test_an_early_end_of_a_file_is_no_interruption(tap, monkeypatch, quiet):
    """click makes the same of both."""
    monkeypatch.setattr(Things, "error", EOFError("half a file"))

    code, _ = tap()

    assert code == ExitCode.UNEXPECTED
    assert "EOFError" in quiet.text


def test_the_third_signal_ends_at_once(monkeypatch):
    """When even the report cannot get out, e.g. because the target hangs."""
    ends: list[int] = []
    monkeypatch.setattr("os._exit", ends.append)
    tap = TapThings()

    with pytest.raises(KeyboardInterrupt):
        tap._handle_termination(signal.SIGTERM, None)
    tap._handle_termination(signal.SIGTERM, None)
    assert ends == []
    tap._handle_termination(signal.SIGTERM, None)

    assert ends == [ExitCode.INTERRUPTED]


def test_the_traceback_is_there_for_who_asks(tap, monkeypatch, quiet):
    quiet.set_level("DEBUG", logger="tap-things")
    monkeypatch.setattr(Things, "error", AuthError("the key is refused"))

    tap()

    assert "Traceback" in quiet.text


def test_the_caller_may_want_the_exception(monkeypatch):
    monkeypatch.setattr(Things, "error", AuthError("the key is refused"))

    with pytest.raises(AuthError):
        TapThings.cli([], standalone_mode=False)
    with pytest.raises(click.UsageError):
        TapThings.cli(["--nonsense"], standalone_mode=False)
    monkeypatch.setattr(Things, "error", None)
    assert TapThings.cli(["--version"], standalone_mode=False) == 0


def start(tmp_path: Path, *, pause: bool) -> subprocess.Popen[bytes]:
    script = written(tmp_path / "tap.py", ENDLESS.replace("PAUSE", str(pause)))
    return subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_with_report_and_state(tmp_path, number):
    """Also in the middle of a wait. Meltano signals twice, so the second is no news."""
    with start(tmp_path, pause=True) as process:
        assert process.stdout
        # One SCHEMA, 601 records, two STATEs; nothing more lies in the reader's buffer.
        first = b"".join(process.stdout.readline() for _ in range(604))
        process.send_signal(number)
        process.send_signal(number)
        rest, errors = process.communicate()

    out = (first + rest).decode()
    assert process.returncode == ExitCode.INTERRUPTED
    (run,) = records(out, "connector_runs")
    assert (run["success"], run["exit_code"]) == (False, ExitCode.INTERRUPTED)
    mark = messages(out)[-1]["value"]["bookmarks"]["ticks"]["replication_key_value"]
    assert mark == ids(out, "ticks")[-1] == 600
    assert b"Interrupted" in errors
    assert b"Traceback" not in errors


def test_a_target_that_dies_is_told_without_traceback(tmp_path):
    with start(tmp_path, pause=False) as process:
        assert process.stdout
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr
        errors = process.stderr.read()

    assert process.returncode == ExitCode.STORAGE
    assert b"the target stopped reading" in errors
    assert b"Traceback" not in errors
    assert b"Exception ignored" not in errors
