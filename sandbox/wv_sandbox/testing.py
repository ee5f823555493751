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
        faults: `add` plans one, `release` lets slow answers go on.
        box: What is behind it.
    """

    def __init__(self, url: str, box: Box) -> None:
        self.url = url
        self.box = box
        self.clock = box.clock
        self.faults = box.faults

    def reset(self, now: datetime | None = None) -> None:
        """Forget faults, requests and what was spent, so that tests may share a server.

        Args:
            now: Time to set; left as it is if not given.
        """
        self.box.clear()
        if now is not None:
            self.clock.set(now)

    @property
    def requests(self) -> list[Recorded]:
        """The requests so far, without those that control the sandbox."""
        return self.box.requests.all()

    def wait_for_requests(self, count: int, timeout_seconds: float = 10.0) -> None:
        """Wait until so many requests have come in, answered or not.

        Raises:
            TimeoutError: They have not.
        """
        self.box.requests.wait_for(count, timeout_seconds)

    def wait_for_held(self, count: int, timeout_seconds: float = 10.0) -> None:
        """Wait until the fault `slow` holds so many answers back.

        Raises:
            TimeoutError: It does not.
        """
        self.faults.wait_for_held(count, timeout_seconds)


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
            box.faults.clear()
            server.should_exit = True
            thread.join()
