"""A sandbox inside a test: real HTTP on loopback, a clock that can be set."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from wv_sandbox.app import Box, make_app
from wv_sandbox.clock import SandboxClock
from wv_sandbox.serving import listen, make_server, url_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from wv_sandbox.recorder import Recorded


class Served:
    """A running sandbox.

    Attributes:
        url: Where it listens, for example `http://127.0.0.1:40123`.
        clock: Its time; `set` and `advance` move it.
        box: What is behind it.
    """

    def __init__(self, url: str, box: Box) -> None:
        self.url = url
        self.box = box
        self.clock = box.clock

    @property
    def requests(self) -> list[Recorded]:
        """The requests so far, without those that control the sandbox."""
        return self.box.requests.all()


@contextmanager
def serve(
    *, seed: int = 7, now: datetime | None = None, frozen: bool = True
) -> Iterator[Served]:
    """Serve a sandbox on a free port of loopback while the `with` lasts.

    Args:
        seed: Equal seeds give equal weather.
        now: Sandbox time; the real time if not given.
        frozen: Whether time stands still until it is moved.
    """
    box = Box(seed, SandboxClock(now, frozen=frozen))
    server = make_server(make_app(box))
    with listen("127.0.0.1", 0) as listening:
        thread = Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        try:
            yield Served(url_of(listening), box)
        finally:
            server.should_exit = True
            thread.join()
