"""Somebody on loopback who is told, and incidents to tell of."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from typing_extensions import override

from wv_transforms.alerts.announce import Outlet, announce
from wv_transforms.quality.alarm import Level
from wv_transforms.quality.incidents import Incident, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = datetime(2024, 4, 1, 6, tzinfo=UTC)
INCIDENT = Incident(
    "shop__orders/volume/1",
    "shop__orders",
    "volume",
    Level.WARNING,
    NOW,
    NOW,
    None,
    1,
    0,
    ("row_drop",),
    "fewer",
    "look",
)


@dataclass
class Served:
    """Takes posts, and answers with the next status."""

    port: int
    answers: list[int] = field(default_factory=list)
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?token=s3cret"


@contextmanager
def listening() -> Iterator[Served]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.posts.append((headers, body))
            self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
            self.send_header("location", "/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Served(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def receiver() -> Iterator[Served]:
    with listening() as found:
        yield found


@pytest.fixture
def other() -> Iterator[Served]:
    with listening() as found:
        yield found


@pytest.fixture
def gone() -> Served:
    """Somebody who was there, and no longer listens."""
    with listening() as found:
        pass
    return found


@pytest.fixture
def outlet(tmp_path: Path) -> Outlet:
    """An outlet that names nobody yet."""
    (tmp_path / "events").mkdir()
    return Outlet(tmp_path / "events", tmp_path / "alerts" / "waiting.ndjson")


@pytest.fixture
def tell() -> Callable[..., list[dict[str, Any]]]:
    """Tell of incidents by number."""

    def told(
        outlet: Outlet, *numbers: int, turn: Turn = Turn.OPENED, **changes: Any
    ) -> list[dict[str, Any]]:
        named = ({"incident_id": f"shop__orders/volume/{n}"} for n in numbers)
        turns = [(turn, replace(INCIDENT, **name | changes)) for name in named]
        return announce(outlet, "default", "run1", NOW, turns)

    return told
