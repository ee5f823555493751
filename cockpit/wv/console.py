"""How `wv` speaks: results on stdout, all else on stderr, errors with a next step."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import sys
import threading
import time
import traceback
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import click
from typing_extensions import override

from target_parquet_lake.errors import ExitCode, LakeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

DEBUG = "WV_DEBUG"
"""Environment variable: when set, unexpected errors show their traceback."""

EXIT_CODES = (
    (0, "done"),
    (1, "unexpected: a fault in wv itself"),
    (2, "the command line or a setting is wrong, or a check-up fails"),
    (3, "a source does not accept the credentials"),
    (4, "waiting took too long: run again, it goes on"),
    (5, "the data breaks a contract or a check"),
    (6, "something was left out: see the warnings"),
    (7, "the disk or the lake is not usable"),
    (130, "interrupted"),
)

TEXT, JSON = "text", "json"
FORM: ContextVar[str] = ContextVar("FORM", default=TEXT)
"""How stderr is written: for people, or one JSON object a line."""
_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?|-")


def say(text: str, *, quiet: bool = False, **figures: Any) -> None:  # noqa: ANN401 - any JSON value.
    """Tell the human at the terminal, unless asked to be quiet.

    Args:
        text: What to tell.
        quiet: Whether to tell nothing.
        figures: The same for programs: what a JSON line holds beside a message.
    """
    if quiet:
        return
    if FORM.get() == JSON:
        _tell_programs("info", **(figures or {"message": text}))
    else:
        click.echo(text, err=True)


def _tell_programs(level: str, **content: Any) -> None:  # noqa: ANN401 - any JSON value.
    """Write a line with the keys that taps and target use."""
    line = {"level": level, "logger_name": "wv", "ts": time.time(), **content}
    click.echo(json.dumps(line, default=str), err=True)


class _AsJson(logging.Handler):
    @override
    def emit(self, record: logging.LogRecord) -> None:
        _tell_programs(record.levelname.lower(), message=record.getMessage())


def log_to_stderr(*, quiet: bool) -> None:
    """Show what the rooms below log: progress, or only warnings when quiet."""
    level = logging.WARNING if quiet else logging.INFO
    if FORM.get() == JSON:
        logging.basicConfig(level=level, handlers=[_AsJson()])
    else:
        logging.basicConfig(level=level, format="%(message)s", stream=sys.stderr)


def complain(what: str, where: str, next_step: str) -> None:
    """Write an error in three lines: what happened, where, what to do next."""
    if FORM.get() == JSON:
        _tell_programs("error", message=what, where=where, next=next_step)
        return
    mark = click.style("Error: ", fg="red", bold=True)
    click.echo(mark + what, err=True, color=_colour())
    click.echo(f"  Where: {where}", err=True)
    click.echo(f"  Next:  {next_step}", err=True)


def advise(where: str, next_step: str) -> None:
    """Tell what to do about something, in one line."""
    click.echo(f"{where}: {next_step}", err=True)


def _colour() -> bool | None:
    """Return False under NO_COLOR, else None: click looks for a terminal."""
    return False if os.environ.get("NO_COLOR") else None


def columns(rows: Sequence[Sequence[str]], *, numbers: bool = False) -> str:
    """Return rows as text whose columns stand in line.

    Args:
        rows: The heads first.
        numbers: Whether columns that hold nothing but numbers stand at the right.
    """
    made = (
        _column(cells, at_right=numbers and all(map(_NUMBER.fullmatch, cells[1:])))
        for cells in zip(*rows, strict=True)
    )
    return "\n".join("  ".join(row).rstrip() for row in zip(*made, strict=True))


def _column(cells: tuple[str, ...], *, at_right: bool) -> list[str]:
    width = max(map(len, cells))
    return [cell.rjust(width) if at_right else cell.ljust(width) for cell in cells]


def run(command: click.Command, arguments: Sequence[str] | None = None) -> int:
    """Run a command and turn every ending into an exit code.

    Args:
        command: The click command.
        arguments: The command line without its first word; sys.argv when None.

    Returns:
        The exit code, as in `EXIT_CODES`.
    """
    given = None if arguments is None else list(arguments)
    FORM.set(TEXT)
    try:
        with _terminable():
            ended = command.main(
                given, prog_name="wv", standalone_mode=False, color=_colour()
            )
    except click.ClickException as error:
        error.show()
        return int(ExitCode.USAGE)
    except (click.Abort, KeyboardInterrupt):
        say("Interrupted.")
        return int(ExitCode.INTERRUPTED)
    except SystemExit:
        # Click's own way out when `| head` has read enough; it has silenced stdout.
        return int(ExitCode.OK)
    except Exception as error:  # noqa: BLE001 - the last net: every ending has its exit code.
        return _explain(error)
    return ended if isinstance(ended, int) else int(ExitCode.OK)


@contextmanager
def _terminable() -> Iterator[None]:
    """Take a request to terminate as an interruption; only a main thread gets one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _explain(error: Exception) -> int:
    if isinstance(error, LakeError):
        complain(error.what, error.where, error.next_step)
        return int(error.exit_code)
    if isinstance(error, OSError):
        what = error.strerror or type(error).__name__
        complain(
            f"{what}.",
            str(error.filename or "disk"),
            "free or repair it, then run again",
        )
        return int(ExitCode.STORAGE)
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    name = type(error).__name__
    complain(
        f"Unexpected {name}: {error}",
        "wv",
        f"run again with {DEBUG}=1 and report what it shows",
    )
    return int(ExitCode.UNEXPECTED)
