"""One bulk operation: how it runs through its states in sandbox time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

from wv_sandbox.shopify.bulk_file import Progress

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_QUEUED_SECONDS = 1.0
_LEAST_SECONDS = 1.0
_CANCELING_SECONDS = 2.0
_OBJECTS_A_SECOND = 50_000
_PATIENCE_SECONDS = 2.0
"""How long a question waits for the file, where sandbox time is ahead of it."""
URL_DAYS = 7
TERMINAL = frozenset({"COMPLETED", "FAILED", "CANCELED", "EXPIRED"})


@dataclass
class Operation:
    """A bulk operation.

    Attributes:
        number: Number in its id.
        query: The bulk query.
        created: When it was created, sandbox time.
        path: Its file.
        end: State in which it ends.
        error: Its error code, if it fails.
        more_objects: What its counts say too much, lines and roots.
        stalls: Whether it never ends.
        progress: How far its file is.
        written: Set when the file is there.
        canceled: When it was canceled.
    """

    number: int
    query: str
    created: datetime
    path: Path
    end: str = "COMPLETED"
    error: str | None = None
    more_objects: tuple[int, int] = (0, 0)
    stalls: bool = False
    progress: Progress = field(default_factory=Progress)
    written: Event = field(default_factory=Event)
    canceled: datetime | None = None

    @property
    def gid(self) -> str:
        """Its id."""
        return f"gid://shopify/BulkOperation/{self.number}"

    def cancel(self, now: datetime) -> None:
        """Stop it."""
        self.canceled = self.canceled or now
        self.progress.stop = True

    def status(self, now: datetime, patience_seconds: float = 0.0) -> str:
        """Tell its state.

        Args:
            now: Sandbox time.
            patience_seconds: How long to wait for its file, if only that lacks.
        """
        if self.canceled is not None:
            going = now < self.canceled + timedelta(seconds=_CANCELING_SECONDS)
            return "CANCELING" if going else "CANCELED"
        if now < self.created + timedelta(seconds=_QUEUED_SECONDS):
            return "CREATED"
        if self.stalls or now < self.started + timedelta(seconds=_LEAST_SECONDS):
            return "RUNNING"
        whole = self.written.wait(patience_seconds)
        return self.end if whole and now >= self.completed else "RUNNING"

    @property
    def started(self) -> datetime:
        """When it begins to run."""
        return self.created + timedelta(seconds=_QUEUED_SECONDS)

    @property
    def completed(self) -> datetime:
        """When it ends, as far as is known."""
        seconds = _LEAST_SECONDS + self.progress.objects / _OBJECTS_A_SECOND
        return self.started + timedelta(seconds=seconds)

    def as_json(self, now: datetime, base: str) -> dict[str, Any]:
        """Give it in GraphQL shape.

        Args:
            now: Sandbox time.
            base: URL of the storage, to the last slash.
        """
        status = self.status(now, _PATIENCE_SECONDS)
        objects, roots = self.progress.objects, self.progress.roots
        if status == "CREATED" or (status == "RUNNING" and self.stalls):
            objects = roots = 0
        whole = status == "COMPLETED"
        has_file = bool(objects) and status in {"COMPLETED", "FAILED", "CANCELED"}
        url = f"{base}{self.path.name}?{_signature(self.completed)}"
        return {
            "__typename": "BulkOperation",
            "id": self.gid,
            "status": status,
            "type": "QUERY",
            "operationType": "QUERY",
            "errorCode": self.error if status == "FAILED" else None,
            "createdAt": _stamp(self.created),
            "completedAt": _stamp(self.completed) if whole else None,
            "objectCount": str(objects + self.more_objects[0] * whole),
            "rootObjectCount": str(roots + self.more_objects[1] * whole),
            "fileSize": str(self.progress.size) if whole and has_file else None,
            "url": url if whole and has_file else None,
            "partialDataUrl": url if not whole and has_file else None,
            "query": self.query,
        }

    def is_kept(self, now: datetime) -> bool:
        """Tell whether its file can still be had."""
        return now < self.completed + timedelta(days=URL_DAYS)


def _stamp(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def _signature(completed: datetime) -> str:
    expires = int((completed + timedelta(days=URL_DAYS)).timestamp())
    return (
        f"Expires={expires}&Signature=sandbox&response-content-type=application%2Fjsonl"
    )
