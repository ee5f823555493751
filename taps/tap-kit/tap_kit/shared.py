"""Fixed windows that several processes spend together."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.atomic import locked, read_json, write_json
from tap_kit.pacing import FixedWindows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tap_kit.clock import Clock

logger = logging.getLogger(__name__)


class SharedWindows(FixedWindows):
    """Windows whose counters lie in a file: the server counts by address or account.

    The file is read and written under a lock at each step, never while somebody waits.
    Without limits there is no file.

    Args:
        path: The file; made with the first step.
        limits: Pairs of window length [s] and limit [vendor's cost unit].
        clock: Its wall side must show the server's time; it may jump.
        max_wait_seconds: Longest wait of one call [s].
        name: Whose limit it is, for messages.

    Raises:
        TapError: The file cannot be read or written (exit code 7).
        ValueError: As of `FixedWindows`.
    """

    def __init__(
        self,
        path: Path,
        limits: Iterable[tuple[int, float]],
        clock: Clock,
        *,
        max_wait_seconds: float,
        name: str,
    ) -> None:
        super().__init__(limits, clock, max_wait_seconds=max_wait_seconds, name=name)
        self._path = path

    @override
    def exhaust(self, window_seconds: int) -> None:
        with self._shared():
            super().exhaust(window_seconds)

    @override
    def _take(self, cost: float) -> float:
        with self._shared():
            return super()._take(cost)

    @override
    def _end(self, cost: float) -> None:
        with self._shared():
            super()._end(cost)

    @contextmanager
    def _shared(self) -> Iterator[None]:
        if not self._windows:
            yield
            return
        with locked(self._path):
            try:
                self.load(read_json(self._path) or {})
            except ValueError as error:
                logger.warning("%s counts nothing: %s", self._path.name, error)
            yield
            write_json(self._path, self.dump())
