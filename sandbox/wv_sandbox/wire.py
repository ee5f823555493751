"""The way down to the connection, for faults that no web framework offers."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING

from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

    from starlette.types import Receive, Scope

_open: dict[tuple[str, int], asyncio.Transport] = {}
_CLOSE_WITH_RESET = struct.pack("ii", 1, 0)


class WireProtocol(H11Protocol):
    """uvicorn's protocol, whose connections can be found by the caller's address."""

    @override
    def connection_made(  # type: ignore[override]  # As uvicorn itself narrows it.
        self, transport: asyncio.Transport
    ) -> None:
        super().connection_made(transport)
        self._peer = transport.get_extra_info("peername")[:2]
        _open[self._peer] = transport

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        _open.pop(self._peer, None)
        super().connection_lost(exc)


async def reset(scope: Scope, receive: Receive) -> None:
    """Cut the connection with a TCP reset, without a word."""
    transport = _open[tuple(scope["client"])]
    connection = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _CLOSE_WITH_RESET)
    transport.abort()
    await _gone(receive)


async def send_raw(scope: Scope, receive: Receive, answer: bytes) -> None:
    """Send bytes as they are and close the connection."""
    transport = _open[tuple(scope["client"])]
    transport.write(answer)
    transport.close()
    await _gone(receive)


async def _gone(receive: Receive) -> None:
    """Wait until uvicorn knows, so that it does not answer by itself."""
    # The body has been read by now: what comes next is the end of the connection.
    await receive()
