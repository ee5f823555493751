"""Pages: cursors that are there on the last one too, and links that hold the token.

https://developers.facebook.com/docs/graph-api/results
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from wv_sandbox.metaads.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wv_sandbox.metaads.request import Request

HIGHEST_LIMIT = 5_000


def page(
    request: Request, names: Sequence[str], limit: int
) -> tuple[slice, dict[str, Any]]:
    """Find the part of a list that a request asks for.

    Args:
        request: With `after` or `before`, if it is not for the first page.
        names: What cursors call the things of the list, in its order.
        limit: How many are shown.

    Returns:
        The part, and what `paging` says of it; nothing of an empty part.

    Raises:
        GraphError: A cursor is not of this list.
    """
    start, end = _bounds(request, names, limit)
    if start >= end:
        return slice(start, start), {}
    cursors = {"before": _cursor(names[start]), "after": _cursor(names[end - 1])}
    paging: dict[str, Any] = {"cursors": cursors}
    if end < len(names):
        paging["next"] = request.link(after=cursors["after"])
    if start:
        paging["previous"] = request.link(before=cursors["before"])
    return slice(start, end), {"paging": paging}


def _bounds(request: Request, names: Sequence[str], limit: int) -> tuple[int, int]:
    if before := request.text("before"):
        end = _place(names, before, "before")
        return max(0, end - limit), end
    after = request.text("after")
    start = _place(names, after, "after") + 1 if after else 0
    return start, min(start + limit, len(names))


def _cursor(name: str) -> str:
    return base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")


def _place(names: Sequence[str], cursor: str, parameter: str) -> int:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return names.index(base64.urlsafe_b64decode(padded).decode())
    except ValueError:
        words = "Invalid cursors values"
        raise invalid(words, parameter) from None
