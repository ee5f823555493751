"""Read what a list cannot bring along: the parts of each refund, of each fulfilment.

Root nodes bring the headers of such owners; the owners are then asked for by their ids,
many in one question, so an order without refunds costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_kit.errors import DataError, FatalError, ShrinkError, SkipError
from tap_shopify_wv.cost import MOST_POINTS
from tap_shopify_wv.drain import Drain, Node, Owner
from tap_shopify_wv.queries import DETAILS
from tap_shopify_wv.selection import ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tap_shopify_wv.drain import Ask
    from tap_shopify_wv.paging import Paged

MOST_ROOTS, MOST_OWNERS = 250, 250
"""Root nodes that wait for their details, and ids in one list."""


class Details:
    """Completes the owners below root nodes.

    Args:
        stream: Which.
        ask: Sends a query.
        path: From a root node to the owners.
    """

    def __init__(self, stream: Paged, ask: Ask, path: Sequence[str]) -> None:
        self._stream = stream
        self._ask = ask
        self._path = path
        self._size = MOST_OWNERS

    def complete(self, roots: Iterable[Node]) -> Iterator[Node]:
        """Yield root nodes in their order, their owners whole.

        Raises:
            SkipError: The details are not ours to read.
            TapError: As the error rules say.
        """
        self._size = self._affordable()
        waiting: list[Node] = []
        owners: list[Node] = []
        for root in roots:
            waiting.append(root)
            owners += (owner for owner in found(root, self._path) if ID in owner)
            if len(owners) >= self._size or len(waiting) >= MOST_ROOTS:
                self._fill(owners)
                yield from waiting
                waiting, owners = [], []
        self._fill(owners)
        yield from waiting

    def _affordable(self) -> int:
        query, size = self._stream.query, MOST_OWNERS
        while size > 1 and query.details_cost(size) > MOST_POINTS:
            size -= max(1, size // 10)
        return size

    def _fill(self, owners: Sequence[Node]) -> None:
        begin = 0
        while begin < len(owners):
            part = owners[begin : begin + self._size]
            answers = self._asked([owner[ID] for owner in part])
            if answers is None:
                continue
            self._put(part, answers)
            begin += len(part)

    def _asked(self, ids: list[str]) -> list[Node | None] | None:
        """Ask for owners; None where less must be asked for."""
        query = self._stream.query
        try:
            data = self._ask(query.by_ids, {"ids": ids}, query.details_cost(len(ids)))
        except ShrinkError:
            if self._size <= 1:
                raise
            self._size //= 2
            return None
        except (SkipError, FatalError) as error:
            if not self._stream.narrow(error):
                raise
            return None
        answers: list[Node | None] = data[DETAILS]
        if len(answers) != len(ids):
            what = f"{len(ids)} owners were asked for, {len(answers)} came"
            step = "run again; if it stays, report this line"
            raise DataError(what, where=f"stream {self._stream.name}", next_step=step)
        return answers

    def _put(self, owners: Sequence[Node], answers: Sequence[Node | None]) -> None:
        stream = self._stream
        drain = Drain(stream.query, self._ask, f"stream {stream.name}", stream.by_id)
        branches = stream.query.branches(DETAILS)
        for owner, answer in zip(owners, answers, strict=True):
            if answer is not None:  # Else deleted since the headers were read.
                drain.complete(answer, branches, Owner(owner[ID], DETAILS))
                owner.update(answer)


def found(node: Any, path: Sequence[str]) -> Iterator[Node]:  # noqa: ANN401 - any JSON value.
    """Yield the objects at a path below a node; lists on the way are walked."""
    for child in node if isinstance(node, list) else [node]:
        if not isinstance(child, dict):
            continue
        if path:
            yield from found(child.get(path[0]), path[1:])
        else:
            yield child
