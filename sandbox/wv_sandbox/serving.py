"""The server under the sandbox: a listening socket and uvicorn."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import uvicorn

from wv_sandbox.wire import WireProtocol

if TYPE_CHECKING:
    from starlette.applications import Starlette

_BACKLOG = 256
_LONGEST_HEAD_BYTES = 1 << 20


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket; from here on callers may connect.

    Raises:
        OSError: The address is taken or not ours.
    """
    return socket.create_server((host, port), backlog=_BACKLOG)


def url_of(listening: socket.socket) -> str:
    """Give the URL of a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"http://{host}:{port}"


def make_server(app: Starlette) -> uvicorn.Server:
    """Make a server that says nothing on stdout and lets go of callers quickly."""
    config = uvicorn.Config(
        app,
        http=WireProtocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=_LONGEST_HEAD_BYTES,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)
