"""How an answer goes out over the wire: as it should, or not."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, Response
from typing_extensions import override

from wv_sandbox import wire

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.types import Receive, Scope, Send

    from wv_sandbox.exchange import Answer, Exchange

_LAST_STATUS = 599
"""uvicorn sends no higher one."""
FRAMINGS = ("complete", "short", "unframed")
"""How a cut body is announced: by its own length, by the whole one's, or not at all."""


def respond(answer: Answer, exchange: Exchange) -> Response:
    """Turn an answer into a response, compressed if the caller takes it."""
    headers = dict(answer.headers)
    if answer.file is not None:
        path, kind = answer.file, answer.content_type
        return FileResponse(path, answer.status, headers, kind)
    if answer.status > _LAST_STATUS:
        return RawAnswer(answer)
    body = answer.body
    if body and "gzip" in exchange.headers.get("accept-encoding", ""):
        body = _compress(body)
        headers["content-encoding"] = "gzip"
    return Response(body, answer.status, headers, answer.content_type)


def _compress(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=1, mtime=0)


class Reset(Response):
    """No answer: the connection is reset."""

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await wire.reset(scope, receive)


class RawAnswer(Response):
    """An answer that is written byte by byte, after which the connection is closed.

    Args:
        answer: What is sent.
        sent: What goes out of its body; all by default.
        headers: Its headers, but for the type.
    """

    def __init__(
        self,
        answer: Answer,
        sent: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        body = answer.body if sent is None else sent
        told = {"content-length": str(len(body))} if headers is None else headers
        head = [
            f"HTTP/1.1 {answer.status} OK",
            f"content-type: {answer.content_type}",
            *(f"{name}: {value}" for name, value in told.items()),
            "connection: close",
        ]
        self._raw = "\r\n".join([*head, "", ""]).encode() + body

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await wire.send_raw(scope, receive, self._raw)


class CutGzip(RawAnswer):
    """A gzip body of which only the beginning arrives.

    Args:
        answer: What was to be sent.
        framing: One of `FRAMINGS`.
        share: Share of the compressed bytes that is sent, 0 to 1.
    """

    def __init__(self, answer: Answer, framing: str, share: float) -> None:
        whole = _compress(answer.body)
        sent = whole[: int(len(whole) * share)]
        headers = {"content-encoding": "gzip"}
        length = {"complete": len(sent), "short": len(whole)}.get(framing)
        if length is not None:
            headers["content-length"] = str(length)
        super().__init__(answer, sent, headers)


class Halting(Response):
    """A response that halts in the middle of its body.

    Args:
        response: What is sent.
        pause: Awaited half-way.
    """

    def __init__(
        self, response: Response, pause: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__()
        self._response = response
        self._pause = pause

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = bytes(self._response.body)
        half = len(body) // 2
        await send(
            {
                "type": "http.response.start",
                "status": self._response.status_code,
                "headers": self._response.raw_headers,
            }
        )
        await send(
            {"type": "http.response.body", "body": body[:half], "more_body": True}
        )
        await self._pause()
        await send({"type": "http.response.body", "body": body[half:]})
