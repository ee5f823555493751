"""The sources on loopback, for a run without any account."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tap_kit.clock import utc
from tap_kit.errors import SettingsError, TapError

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType
    from typing import IO, Self

logger = logging.getLogger(__name__)

_MODULE = "wv_sandbox"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_LONGEST_LINE = 10_000
_STOP_SECONDS = 5.0
_TAIL_BYTES = 2000
_INSTALL = "install the sandbox (pip install -e ./sandbox), or set the credentials"


class Sandbox:
    """A sandbox server of our own, as long as the `with` lasts.

    It is a process of its own that ends when its standard input does, so it cannot
    outlive us, not even when we are killed. Its standard output gives one line of JSON,
    `{"url": …}`; its standard error is shown when it fails.

    Args:
        seed: The same seed serves the same data.
        now: The sandbox's time (aware); the real one when None.
        start_timeout_seconds: How long it may take to listen [s].

    Raises:
        SettingsError: `now` bears no time zone, or the sandbox is not installed.
        TapError: It did not start.
    """

    def __init__(
        self,
        *,
        seed: int = 7,
        now: datetime | None = None,
        start_timeout_seconds: float = 60.0,
    ) -> None:
        # -P: what lies in the current folder is not ours to run.
        self._command = [sys.executable, "-P", "-m", _MODULE, "serve", "--port", "0"]
        self._command += ["--seed", str(seed)]
        if now is not None:
            self._command += ["--now", utc(now).isoformat()]
        self._command.append("--exit-on-stdin-eof")
        self._timeout = start_timeout_seconds
        self._url: str | None = None
        self._running = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            errors = stack.enter_context(tempfile.TemporaryFile())
            process = subprocess.Popen(  # noqa: S603 our own interpreter and module
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                # Ctrl-C is for us: the sandbox must still answer the last requests.
                start_new_session=True,
            )
            stack.callback(_stop, process)
            line = _first_line(process, self._timeout)
            self._url = _loopback_url(line)
            if self._url is None:
                raise _no_start(line, errors)
            stack.callback(_tell_if_it_ended, process, errors)
            self._running = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._url = None
        self._running.close()

    def url(self, source: str) -> str:
        """Return where a source is served, e.g. `http://127.0.0.1:49152/openmeteo`.

        Raises:
            TapError: The sandbox is not running.
        """
        if self._url is None:
            what = "the sandbox is not running"
            raise TapError(what, next_step="use it inside its with block")
        return f"{self._url}/{source}"


def _first_line(process: subprocess.Popen[bytes], timeout_seconds: float) -> bytes:
    """Wait for the line that says it listens; empty when it ends or is too slow."""
    timer = threading.Timer(timeout_seconds, process.kill)
    timer.start()
    try:
        return process.stdout.readline(_LONGEST_LINE) if process.stdout else b""
    finally:
        timer.cancel()


def _loopback_url(line: bytes) -> str | None:
    try:
        url = json.loads(line)["url"]
        parts = urlsplit(url)
        is_loopback = parts.hostname in _LOOPBACK and parts.port is not None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return f"http://{parts.netloc}" if parts.scheme == "http" and is_loopback else None


def _tell_if_it_ended(process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
    if (code := process.poll()) is not None:
        logger.warning("the sandbox ended early (%s): %s", code, _last_line(errors))


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End its input and thereby the process; insist if it does not listen."""
    for pipe in filter(None, (process.stdin, process.stdout)):
        pipe.close()
    for insist in (process.terminate, process.kill):
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            insist()
    process.wait()


def _no_start(line: bytes, errors: IO[bytes]) -> TapError:
    reason = _last_line(errors)
    if f"No module named {_MODULE}" in reason:
        what = f"{_MODULE} is not installed, and there are no credentials"
        return SettingsError(what, next_step=_INSTALL)
    words = reason or line.decode(errors="replace") or "it said nothing in time"
    what = f"the sandbox did not start: {words}"
    return TapError(what, next_step=f"try it by hand: python -m {_MODULE} serve")


def _last_line(errors: IO[bytes]) -> str:
    errors.seek(0, os.SEEK_END)
    errors.seek(max(errors.tell() - _TAIL_BYTES, 0))
    lines = errors.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""
