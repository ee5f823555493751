"""Commits in a thread of their own, while the next records are read.

What is submitted is done in its order: the writes of a commit, then its STATE. When one
of them fails nothing behind it is done any more, so no STATE passes rows that are not
in the lake; the failure is raised where the next commit begins, or the run ends.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Committer:
    """Does work in order, one piece at a time, in the background."""

    def __init__(self) -> None:
        self._worker: ThreadPoolExecutor | None = None
        self._last: Future[None] | None = None
        self._failure: BaseException | None = None

    def submit(self, work: Callable[[], object]) -> None:
        """Have some work done behind all that was submitted before."""
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, "committer")
        self._last = self._worker.submit(self._do, work)

    def wait(self) -> None:
        """Wait until all work is done.

        Raises:
            BaseException: What made a piece of it fail, whenever that was.
        """
        if self._last is not None:
            self._last.result()
        if self._failure is not None:
            raise self._failure

    def close(self) -> None:
        """End the thread, when what was submitted is done."""
        if self._worker is not None:
            self._worker.shutdown()
            self._worker = None

    def _do(self, work: Callable[[], object]) -> None:
        if self._failure is not None:
            return
        try:
            work()
        except BaseException as failure:  # noqa: BLE001 - raised again by `wait`.
            self._failure = failure
