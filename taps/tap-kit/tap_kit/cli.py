"""How a tap's process ends: an exit code that says why, and a sentence for people."""

from __future__ import annotations

import io
import json
import logging
import signal
import sys
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click
from singer_sdk.plugin_base import SingerCommand
from typing_extensions import override

from tap_kit.errors import ExitCode, SettingsError, TapError

if TYPE_CHECKING:
    from collections.abc import Sequence


class KitCommand(SingerCommand):
    """The SDK's command, with our exit codes and no traceback unless asked for."""

    @override
    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and end the process unless the caller wants exceptions."""
        try:
            code = super().main(
                args=args,
                prog_name=prog_name,
                complete_var=complete_var,
                standalone_mode=False,
                windows_expand_args=windows_expand_args,
                **extra,
            )
        except Exception as error:
            if not standalone_mode:
                raise
            self._end(error)
        if not standalone_mode:
            return code
        sys.exit(code or 0)

    def _end(self, error: BaseException) -> NoReturn:
        if isinstance(error, click.Abort):  # From Ctrl-C, and from EOFError, too.
            error = error.__cause__ or error
        trace = error if self.logger.isEnabledFor(logging.DEBUG) else None
        match error:
            case click.ClickException():
                error.show()
                sys.exit(error.exit_code)
            case KeyboardInterrupt():
                # Python gives signals back to the system before it ends: the second of
                # a pair would kill us then, and the exit code would be another one.
                for number in (signal.SIGINT, signal.SIGTERM):
                    signal.signal(number, signal.SIG_IGN)
                self.logger.error("Interrupted. What was read so far can be resumed.")
                sys.exit(ExitCode.INTERRUPTED)
            case TapError():
                self.logger.error("%s", error, exc_info=trace, extra=error.known)
                sys.exit(error.exit_code)
            case _:
                self.logger.error(
                    "Unexpected %s: %s. Next: run again with LOGLEVEL=DEBUG and report "
                    "what it prints.",
                    type(error).__name__,
                    error,
                    exc_info=trace,
                )
                sys.exit(ExitCode.UNEXPECTED)


def json_object(file: IO[str] | None, option: str) -> io.StringIO | None:
    """Read a file that must hold one JSON object.

    A target's output is one STATE a line, the last one being the latest: so the last
    whole line is as good.

    Raises:
        SettingsError: There is no JSON object in it.
    """
    if file is None:
        return None
    text = file.read()
    for candidate in (text, *reversed(text.splitlines())):
        try:
            value = json.loads(candidate)
        except ValueError:
            continue
        if isinstance(value, dict):
            if value.get("type") == "STATE":  # A whole message, as a tap prints it.
                value = value.get("value", {})
            return io.StringIO(json.dumps(value))
    what = "there is no JSON object in it" if text.strip() else "it is empty"
    step = f"leave {option} away to read from the start, or give the right file"
    raise SettingsError(what, where=f"{option} {file.name}", next_step=step)
