"""What was asked: for tests that look at requests."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from threading import Condition
from typing import Any
from urllib.parse import parse_qsl

_KEEP = 10_000


@dataclass(frozen=True)
class Recorded:
    """A request as it came.

    Attributes:
        method: GET or POST.
        path: Path, without the query.
        query: Parameters of the query; of a repeated one the last.
        headers: Names in small letters.
        body: Body as text.
    """

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str


class Recorder:
    """The last 10,000 requests, in the order in which they came."""

    def __init__(self) -> None:
        self._lock = Condition()
        self._requests: list[Recorded] = []

    def add(
        self, method: str, path: str, query: str, headers: dict[str, str], body: bytes
    ) -> None:
        """Record a request."""
        parameters = dict(parse_qsl(query, keep_blank_values=True))
        request = Recorded(
            method, path, parameters, headers, body.decode(errors="replace")
        )
        with self._lock:
            self._requests.append(request)
            del self._requests[:-_KEEP]
            self._lock.notify_all()

    def all(self) -> list[Recorded]:
        """Give a copy of what was recorded."""
        with self._lock:
            return list(self._requests)

    def wait_for(self, count: int, timeout_seconds: float) -> None:
        """Wait until `count` requests have been recorded.

        Raises:
            TimeoutError: They have not come in time.
        """
        with self._lock:
            if not self._lock.wait_for(
                lambda: len(self._requests) >= count, timeout_seconds
            ):
                came = len(self._requests)
                message = f"{came} of {count} requests after {timeout_seconds:g} s"
                raise TimeoutError(message)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._requests.clear()

    def as_json(self) -> list[dict[str, Any]]:
        """Give what was recorded as JSON can hold it."""
        return [asdict(request) for request in self.all()]
