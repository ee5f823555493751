"""Where text leaves the process: logging, excepthooks, warnings.

All log handlers, also those made later, format through `logging.Handler.format`, and
all warnings through `warnings.formatwarning`, so that is where we stand. Text that came
from outside is also kept on its line: an API must not write our log (ASVS 16.4.1).
"""

from __future__ import annotations

import copy
import logging
import sys
import threading
import traceback
import warnings
from contextlib import AbstractContextManager
from textwrap import indent
from typing import TYPE_CHECKING, Any, Protocol

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_DIRECTION_MARKS = (
    *(0x061C, 0x200E, 0x200F),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)
_LINE_ENDS = (0x0A, 0x2028, 0x2029)
_CONTROLS = {
    code: chr(code).encode("unicode_escape").decode("ascii")
    for code in (*range(0x20), *range(0x7F, 0xA0), *_LINE_ENDS, *_DIRECTION_MARKS)
    if chr(code) != "\t"
}
_CONTROLS_IN_LINES = {code: _CONTROLS[code] for code in _CONTROLS if chr(code) != "\n"}


class SupportsText(Protocol):
    """Anything that can clean a text, such as a `Redactor`."""

    def text(self, text: str, /) -> str:
        """Return the text without secrets."""


class Installation(AbstractContextManager["Installation"]):
    """One redactor at work; call it, or leave its `with`, to take it off again."""

    def __init__(self, redactor: SupportsText) -> None:
        self._redactor: SupportsText | None = redactor
        with _lock:
            _redactors.append(redactor)
            for hook in _HOOKS:
                hook.put_on()

    def __call__(self) -> None:
        """Take the redactor off; the last one restores all hooks."""
        redactor, self._redactor = self._redactor, None
        if redactor is None:
            return
        with _lock:
            _redactors.remove(redactor)
            for hook in _HOOKS if not _redactors else ():
                hook.take_off()

    @override
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self()


def install(redactor: SupportsText) -> Installation:
    """Put a redactor on all log handlers, both excepthooks and warnings.

    Several may be at work; a text passes them all.
    """
    return Installation(redactor)


def escape_controls(text: str) -> str:
    r"""Show NUL, line ends, ANSI, direction marks as `\x00`, `\n`, `\x1b`, `\u202e`."""
    return text.translate(_CONTROLS)


class _Hook:
    """A place of the standard library where our function stands in for its own."""

    def __init__(self, owner: object, name: str, ours: Callable[..., Any]) -> None:
        self._owner = owner
        self._name = name
        self._ours = ours
        self.original: Callable[..., Any] = getattr(owner, name)

    def put_on(self) -> None:
        current = getattr(self._owner, self._name)
        if current is not self._ours:
            self.original = current
            setattr(self._owner, self._name, self._ours)

    def take_off(self) -> None:
        """Restore what is still ours: somebody may have put a hook over it since."""
        if getattr(self._owner, self._name) is self._ours:
            setattr(self._owner, self._name, self.original)


def _clean(text: str) -> str:
    for redactor in tuple(_redactors):
        text = redactor.text(text)
    return text


def _format(handler: logging.Handler, record: logging.LogRecord) -> str:
    try:
        return _clean(_FORMAT.original(handler, _on_one_line(record)))
    except Exception as error:  # noqa: BLE001 logging would print the arguments raw
        where = f"{record.pathname}:{record.lineno}"
        what = escape_controls(f"{type(error).__name__} for {record.msg!r}")
        return _clean(f"log call at {where} could not be formatted: {what}")


def _on_one_line(record: logging.LogRecord) -> logging.LogRecord:
    """Copy a record: its message is one line, its traceback looks like no record."""
    safe = copy.copy(record)
    message = record.getMessage()
    clean = escape_controls(_clean(message))
    if clean != message:
        safe.msg, safe.args = clean, None
    if record.exc_info and record.exc_info[1] is not None:
        safe.exc_text = _traceback(record.exc_info[1])
    return safe


def _traceback(error: BaseException) -> str:
    lines = _clean("".join(traceback.format_exception(error))).rstrip("\n")
    return indent(lines.translate(_CONTROLS_IN_LINES), "  ")


def _excepthook(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    _write_stderr(f"{_traceback(error)}\n")


def _thread_excepthook(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is None or args.exc_type is SystemExit:
        return
    name = escape_controls(_clean(args.thread.name)) if args.thread else "unknown"
    _write_stderr(f"Exception in thread {name}:\n{_traceback(args.exc_value)}\n")


def _write_stderr(text: str) -> None:
    """Write to stderr, never to stdout: that belongs to Singer."""
    stream = sys.stderr or sys.__stderr__
    if stream is not None:  # Both are None in a process without a console.
        stream.write(text)
        stream.flush()


def _formatwarning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    line: str | None = None,
) -> str:
    text = escape_controls(_clean(str(message)))
    formatted: str = _WARNING.original(text, category, filename, lineno, line)
    return _clean(formatted)


_lock = threading.Lock()
_redactors: list[SupportsText] = []
_FORMAT = _Hook(logging.Handler, "format", _format)
_WARNING = _Hook(warnings, "formatwarning", _formatwarning)
_HOOKS = (
    _FORMAT,
    _WARNING,
    _Hook(sys, "excepthook", _excepthook),
    _Hook(threading, "excepthook", _thread_excepthook),
)
