"""A request and its answer, as every source of the sandbox sees them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from wv_sandbox.faults import Fault

JSON = "application/json; charset=utf-8"


async def go_on() -> None:
    """Pause for nothing."""


@dataclass(frozen=True)
class Exchange:
    """A request.

    Attributes:
        method: GET or POST.
        path: Path as sent, from the first slash on.
        query: Query string as sent.
        headers: Names in small letters.
        body: Body as sent.
        client: Address of the caller, which limits go by.
        pause: Awaited by the source where its real server would be at work.
        fault: What is to go wrong with the answer.
    """

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    client: str
    pause: Callable[[], Awaitable[None]] = go_on
    fault: Fault | None = None

    def parameters(self) -> dict[str, list[str]]:
        """Read the query, or the form or JSON body of a POST.

        Raises:
            ValueError: The body says it is JSON and is not.
        """
        if self.method != "POST":
            return parse_qs(self.query, keep_blank_values=True)
        if "json" in self.headers.get("content-type", ""):
            return _from_json(json.loads(self.body))
        return parse_qs(self.body.decode(), keep_blank_values=True)


def _from_json(body: object) -> dict[str, list[str]]:
    if not isinstance(body, dict):
        message = "the body is no JSON object"
        raise ValueError(message)  # noqa: TRY004  Bad JSON is one error, whatever its kind.
    listed = {
        name: value if isinstance(value, list) else [value]
        for name, value in body.items()
    }
    return {name: [str(value) for value in values] for name, values in listed.items()}


@dataclass(frozen=True)
class Answer:
    """What a source answers.

    Attributes:
        body: What is sent, unless there is a file.
        file: A file to be sent as it lies there.
    """

    body: bytes
    status: int = 200
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    file: Path | None = None

    def whole(self) -> Answer:
        """Give the answer with its body in memory, to be damaged."""
        if self.file is None:
            return self
        return replace(self, body=self.file.read_bytes(), file=None)
