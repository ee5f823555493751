"""Where in an answer an error stands: the positions in lists that its path lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.shopify.errors import Error


def placed(error: Error, data: object) -> Iterator[Error]:
    """Give an error once for each place of an answer where it stands.

    Args:
        error: Its path names the fields only.
        data: The answer.
    """
    for path in _places(data, list(error["path"]), []):
        yield {**error, "path": path}


def _places(data: Any, path: list[Any], so_far: list[Any]) -> Iterator[list[Any]]:  # noqa: ANN401  As deep as the schema.
    if isinstance(data, list):
        for number, value in enumerate(data):
            yield from _places(value, path, [*so_far, number])
    elif not path or data is None:
        yield [*so_far, *path]
    elif path[0] in data:
        yield from _places(data[path[0]], path[1:], [*so_far, path[0]])
