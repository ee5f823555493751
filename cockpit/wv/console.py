"""How `wv` speaks: results on stdout, all else on stderr, errors with a next step."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from typing import TYPE_CHECKING

import click

from target_parquet_lake.errors import ExitCode, LakeError

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def say(text: str, *, quiet: bool = False) -> None:
    """Tell the human at the terminal, unless asked to be quiet."""
    if not quiet:
        click.echo(text, err=True)


def log_to_stderr(*, quiet: bool) -> None:
    """Show what the rooms below log: progress, or only warnings when quiet."""
    level = logging.WARNING if quiet else logging.INFO
    logging.basicConfig(level=level, format="%(message)s", stream=sys.stderr)


def complain(what: str, where: str, next_step: str) -> None:
    """Write an error in three lines: what happened, where, what to do next."""
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


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as text whose columns stand in line, the heads first."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def run(command: click.Command, arguments: Sequence[str] | None = None) -> int:
    """Run a command and turn every ending into an exit code.

    Args:
        command: The click command.
        arguments: The command line without its first word; sys.argv when None.

    Returns:
        The exit code, as in `EXIT_CODES`.
    """
    given = None if arguments is None else list(arguments)
    try:
        ended = command.main(
            given, prog_name="wv", standalone_mode=False, color=_colour()
        )
    except click.ClickException as error:
        error.show()
        return int(ExitCode.USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return int(ExitCode.INTERRUPTED)
    except SystemExit:
        # Click's own way out when `| head` has read enough; it has silenced stdout.
        return int(ExitCode.OK)
    except Exception as error:  # noqa: BLE001 - the last net: every ending has its exit code.
        return _explain(error)
    return ended if isinstance(ended, int) else int(ExitCode.OK)


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
