"""The sandbox's application: its sources, its faults, and how it is told what to do."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from wv_sandbox.climate import Climate
from wv_sandbox.exchange import Answer, Exchange
from wv_sandbox.openmeteo.service import OpenMeteo
from wv_sandbox.recorder import Recorder

if TYPE_CHECKING:
    from starlette.requests import Request

    from wv_sandbox.clock import SandboxClock


class Box:
    """A sandbox: one seed, one clock, and everything that is asked of it."""

    def __init__(self, seed: int, clock: SandboxClock) -> None:
        self.clock = clock
        self.requests = Recorder()
        self.openmeteo = OpenMeteo(Climate(seed), clock)

    async def serve_openmeteo(self, request: Request) -> Response:
        """Serve `/openmeteo/<host label>/<path>`."""
        exchange = await self._record(request)
        label, path = request.path_params["label"], "/" + request.path_params["path"]
        return respond(await self.openmeteo.answer(label, path, exchange), exchange)

    async def _record(self, request: Request) -> Exchange:
        body, url = await request.body(), request.url
        headers = dict(request.headers)
        self.requests.add(request.method, url.path, url.query, headers, body)
        client = request.client.host if request.client else ""
        return Exchange(request.method, url.path, url.query, headers, body, client)


def respond(answer: Answer, exchange: Exchange) -> Response:
    """Turn an answer into a response, compressed if the caller takes it."""
    headers = dict(answer.headers)
    body = answer.body
    if "gzip" in exchange.headers.get("accept-encoding", ""):
        body = gzip.compress(body, compresslevel=1, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, answer.status, headers, answer.content_type)


def make_app(box: Box) -> Starlette:
    """Make the application of a sandbox."""
    return Starlette(
        routes=[
            Route(
                "/openmeteo/{label}/{path:path}",
                box.serve_openmeteo,
                methods=["GET", "POST"],
            ),
        ]
    )
