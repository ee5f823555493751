"""Connections that end at a deadline, however slowly the other side drips.

A timeout of requests or urllib3 counts from one byte to the next, so a server that
sends a byte now and then holds a client for ever. Here each wait on the socket, for
headers as for the body, through TLS and in any thread, lasts at most until the
deadline of its request. Only looking up the name is left to the system's own limits.
"""

from __future__ import annotations

import http.client
import io
import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidProxyURL
from typing_extensions import override
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from urllib3 import PoolManager


@dataclass(frozen=True)
class Deadline:
    """The end of a request.

    Args:
        seconds: For everything, from the name's look-up to the last byte [s].
        idle_seconds: For the wait from one byte to the next [s].
    """

    seconds: float
    idle_seconds: float
    _made: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds that are left; negative when it is over."""
        return self._made + self.seconds - time.monotonic()

    def wait_seconds(self, longest: float | None = None) -> float:
        """Return how long to wait for the next byte [s].

        Raises:
            TimeoutError: The deadline is over.
        """
        left = self.left
        if left <= 0:
            msg = "deadline"
            raise TimeoutError(msg)
        return min(left, self.idle_seconds if longest is None else longest)


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def until(deadline: Deadline) -> Iterator[None]:
    """Hold all connections of this thread to a deadline."""
    token = _current.set(deadline)
    try:
        yield
    finally:
        _current.reset(token)


def _hold(sock: socket.socket | None, longest: float | None = None) -> None:
    """Let the socket's next wait end in time."""
    deadline = _current.get()
    if sock is not None and deadline is not None:
        sock.settimeout(deadline.wait_seconds(longest))


class _HeldReader(io.RawIOBase):
    """Reads a socket's file; before each read the wait is measured anew."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._sock = sock

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Any, /) -> int | None:
        _hold(self._sock)
        return self._raw.readinto(buffer)

    @override
    def close(self) -> None:
        self._raw.close()
        super().close()


class _HeldResponse(http.client.HTTPResponse):
    def __init__(
        self,
        sock: socket.socket,
        debuglevel: int = 0,
        method: str | None = None,
        url: str | None = None,
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        self.fp = io.BufferedReader(_HeldReader(self.fp.detach(), sock))


class _HeldConnection(HTTPConnection):
    response_class = _HeldResponse

    # Private in urllib3, but its SOCKS connection overrides it as well; the TLS
    # handshake comes next and takes the timeout it finds on the socket.
    @override
    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        _hold(sock, sock.gettimeout())
        return sock

    @override
    def send(self, data: Any) -> None:
        _hold(self.sock)  # A socket's timeout counts for the whole of `sendall()`.
        super().send(data)


class _HeldTlsConnection(_HeldConnection, HTTPSConnection):
    pass


class _HeldPool(HTTPConnectionPool):
    ConnectionCls = _HeldConnection


class _HeldTlsPool(HTTPSConnectionPool):
    ConnectionCls = _HeldTlsConnection


_POOLS = {"http": _HeldPool, "https": _HeldTlsPool}


class HeldAdapter(HTTPAdapter):
    """requests' adapter with connections that keep the deadline; it retries nothing."""

    @override
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    @override
    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> PoolManager:
        """Use a proxy; SOCKS brings its own connections, which keep no deadline."""
        if proxy.lower().startswith("socks"):
            msg = "SOCKS"
            raise InvalidProxyURL(msg)
        manager: PoolManager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager
