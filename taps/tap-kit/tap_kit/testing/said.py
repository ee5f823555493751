"""What a run said: its Singer messages, also when it failed."""

from __future__ import annotations

import contextlib
import io
import json
import re
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_kit.tap import KitTap

_Failure = TypeVar("_Failure", bound=BaseException)


class Said:
    """The Singer messages of a run, in their order."""

    def __init__(self, messages: Iterable[dict[str, Any]] = ()) -> None:
        self.messages = list(messages)

    def records(self, stream: str) -> list[dict[str, Any]]:
        """Return the records of a stream."""
        return [
            message["record"]
            for message in self.messages
            if message["type"] == "RECORD" and message["stream"] == stream
        ]

    @property
    def states(self) -> list[dict[str, Any]]:
        """The values of all STATE messages."""
        found = (message for message in self.messages if message["type"] == "STATE")
        return [message["value"] for message in found]

    @property
    def state(self) -> dict[str, Any]:
        """The value of the last STATE message."""
        return self.states[-1]

    @property
    def report(self) -> dict[str, Any]:
        """The run's own record."""
        (record,) = self.records("connector_runs")
        return record


@contextlib.contextmanager
def listen() -> Iterator[Said]:
    """Collect what is said on standard output; also when it ends with an error."""
    said = Said()
    with io.StringIO() as out, contextlib.redirect_stdout(out):
        try:
            yield said
        finally:
            said.messages += map(json.loads, out.getvalue().splitlines())


def sync(tap: KitTap) -> Said:
    """Run a tap to its end and return what it said."""
    with listen() as said:
        tap.sync_all()
    return said


def fail(
    tap: KitTap, kind: type[_Failure], match: str | None = None
) -> tuple[_Failure, Said]:
    """Run a tap that must fail.

    Args:
        tap: The tap.
        kind: Its error.
        match: Pattern that is found in the error's words.

    Returns:
        The error, and what the tap had said before.

    Raises:
        AssertionError: It did not fail, or with other words.
    """
    said = Said()
    try:
        with listen() as said:
            tap.sync_all()
    except kind as error:
        if match is None or re.search(match, str(error)):
            return error, said
        msg = f"{tap.name} failed with {str(error)!r}, which has no {match!r}"
        raise AssertionError(msg) from error
    msg = f"{tap.name} ended well, where {kind.__name__} was expected"
    raise AssertionError(msg)
