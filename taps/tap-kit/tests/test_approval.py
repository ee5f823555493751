from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from tap_kit.approval import ask
from tap_kit.errors import ApprovalRefusedError, ExitCode

if TYPE_CHECKING:
    from pathlib import Path

PLAN = {"streams": ["weather_hourly_observed"], "calls": 12.5, "from": "2026-11-01"}
PATIENCE = 60.0


def python(source: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", source, *arguments]


def test_without_a_command_nobody_is_asked() -> None:
    ask(None, PLAN, timeout_seconds=PATIENCE)


def test_the_command_reads_the_plan_and_says_yes(tmp_path: Path) -> None:
    seen = tmp_path / "seen.json"
    source = (
        "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.stdin.read())"
    )

    ask(python(source, str(seen)), PLAN, timeout_seconds=PATIENCE)

    assert json.loads(seen.read_text()) == PLAN


def test_another_exit_code_means_no() -> None:
    with pytest.raises(ApprovalRefusedError, match="exit code 3") as caught:
        ask(python("raise SystemExit(3)"), PLAN, timeout_seconds=PATIENCE)

    assert caught.value.exit_code is ExitCode.USAGE
    assert caught.value.next_step


def test_a_killed_command_means_no() -> None:
    source = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"

    with pytest.raises(ApprovalRefusedError, match="ended by signal 9"):
        ask(python(source), PLAN, timeout_seconds=PATIENCE)


def test_silence_means_no() -> None:
    with pytest.raises(ApprovalRefusedError, match=r"no answer within 0\.3 s"):
        ask(python("import signal; signal.pause()"), PLAN, timeout_seconds=0.3)


def test_a_grandchild_that_lives_on_does_not_hold_the_run(tmp_path: Path) -> None:
    """With a pipe for its output we would wait for the grandchild's end."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    command = ["/bin/sh", "-c", 'cat "$0" & wait', str(fifo)]

    with pytest.raises(ApprovalRefusedError, match="no answer"):
        ask(command, PLAN, timeout_seconds=1.5)

    # Opening fails unless somebody still reads; closing ends the reader.
    os.close(os.open(fifo, os.O_WRONLY | os.O_NONBLOCK))


def test_a_command_that_does_not_read_the_plan_may_say_yes() -> None:
    """More plan than a pipe holds, so the write breaks."""
    ask(python(""), {"cells": ["dr5ru"] * 100_000}, timeout_seconds=PATIENCE)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ([], "it is empty"),
        (["/nonexistent/approve"], "No such file"),
        (["/"], "Permission denied"),
        (["/bin/true", "a\0b"], "embedded null byte"),
    ],
)
def test_a_command_that_cannot_be_asked_means_no(command: list[str], why: str) -> None:
    with pytest.raises(ApprovalRefusedError, match=why):
        ask(command, PLAN, timeout_seconds=PATIENCE)


def test_what_it_prints_stays_out_of_the_singer_stream(
    capfd: pytest.CaptureFixture[str],
) -> None:
    ask(python("print('approved by Kim')"), PLAN, timeout_seconds=PATIENCE)

    printed = capfd.readouterr()
    assert printed.out == ""
    assert printed.err == "approved by Kim\n"


def test_arguments_are_no_shell_text(tmp_path: Path) -> None:
    target = tmp_path / "made"

    ask(python("", f"; touch {target}"), PLAN, timeout_seconds=PATIENCE)

    assert not target.exists()
