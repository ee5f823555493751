"""Batches: up to 50 requests in one, each counted, each answered for itself.

https://developers.facebook.com/docs/graph-api/batch-requests
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from wv_sandbox.metaads.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_sandbox.exchange import Answer
    from wv_sandbox.metaads.request import Request

MOST = 50


def is_batch(request: Request) -> bool:
    """Tell whether a request holds others."""
    return (
        request.method == "POST" and not request.path and "batch" in request.parameters
    )


def answers(
    request: Request, answer: Callable[[Request], Answer]
) -> list[dict[str, Any] | None]:
    """Answer the requests of a batch; with the fault `null_batch` the last one not.

    Raises:
        GraphError: It holds none, or too many.
    """
    listed = request.value("batch")
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST:
        words = f"batch parameter must hold 1 to {MOST} requests"
        raise invalid(words, "batch")
    found: list[dict[str, Any] | None] = [
        _written(answer(_inner(request, item))) for item in listed
    ]
    if request.fault is not None and request.fault.kind == "null_batch":
        found[-1] = None
    return found


def _inner(request: Request, item: Any) -> Request:  # noqa: ANN401 - any JSON value.
    if not isinstance(item, dict) or "relative_url" not in item:
        words = "each request of a batch must have a relative_url"
        raise invalid(words, "batch")
    try:
        url = urlsplit(str(item["relative_url"]))
    except ValueError:
        words = "the relative_url of a request of a batch cannot be read"
        raise invalid(words, "batch") from None
    parts = url.path.strip("/").split("/")
    if parts[0] == request.version:
        parts = parts[1:]
    path = "/".join(parts)
    parameters = dict(parse_qsl(url.query, keep_blank_values=True))
    parameters |= dict(parse_qsl(str(item.get("body", "")), keep_blank_values=True))
    return replace(
        request,
        method=str(item.get("method", "GET")),
        path=path,
        address=f"{request.address.rstrip('/')}/{path}",
        parameters=parameters,
    )


def _written(answer: Answer) -> dict[str, Any]:
    headers = [{"name": "Content-Type", "value": answer.content_type}]
    headers += [
        {"name": name, "value": value} for name, value in answer.headers.items()
    ]
    return {"code": answer.status, "headers": headers, "body": answer.body.decode()}
