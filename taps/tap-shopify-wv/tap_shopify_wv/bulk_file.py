"""Take a bulk result from its host to a spool, if it is all that was promised."""

from __future__ import annotations

import logging
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tap_kit.errors import DataError, RetryError, classify
from tap_kit.http_rules import HTTP_RULES
from tap_shopify_wv.bulk_api import JobGoneError
from tap_shopify_wv.spool import Spool

if TYPE_CHECKING:
    from requests import Response

    from tap_kit.clock import Clock
    from tap_shopify_wv.bulk_api import Operation
    from tap_shopify_wv.bulk_shape import Shape

logger = logging.getLogger(__name__)

_WAITS_SECONDS = (2.0, 4.0, 8.0)
_GONE = frozenset({400, 401, 403, 404, 410})
"""What a storage host says to an address that has expired."""


class Session(Protocol):
    """What gets a file from another host; the kit's session does."""

    def stream_to_file(
        self, url: str, path: Path, *, deadline_seconds: float, max_bytes: int
    ) -> Response:
        """Get an address into a file, whole or not at all."""


class Fetcher:
    """Gets result files; their address is a secret, and no credentials go there.

    Args:
        session: Gets a file.
        clock: Waits between two tries.
        deadline_seconds: Longest time for one file [s].
        where: For errors, e.g. the stream.
    """

    def __init__(
        self, session: Session, clock: Clock, *, deadline_seconds: float, where: str
    ) -> None:
        self._session = session
        self._clock = clock
        self._deadline_seconds = deadline_seconds
        self._where = where

    def spool(
        self, operation: Operation, url: str, shape: Shape, order_by: str | None
    ) -> Spool:
        """Get the file of a completed operation and check it against its counts.

        Raises:
            JobGoneError: Its address has expired.
            DataError: Twice it held other numbers of lines or roots, or no whole nodes.
            RetryError: It could not be had whole.
            TapError: The disk is full (exit code 7).
        """
        with tempfile.TemporaryDirectory(prefix="wv-bulk-") as folder:
            path = Path(folder) / "result.jsonl"
            self._fetch(url, path)
            try:
                return self._checked(path, operation, shape, order_by)
            except DataError as error:
                logger.warning("%s: %s Fetching it again.", self._where, error)
            self._fetch(url, path)
            return self._checked(path, operation, shape, order_by)

    def _checked(
        self, path: Path, operation: Operation, shape: Shape, order_by: str | None
    ) -> Spool:
        """Read a file's first pass, and hold it against what was announced."""
        spool = Spool(path, shape, order_by, self._where)
        if spool.counts == (operation.lines, operation.roots):
            return spool
        spool.close()
        lines, roots = spool.counts
        what = (
            f"the bulk file holds {lines:,} lines and {roots:,} roots, but "
            f"{operation.lines:,} and {operation.roots:,} were announced"
        )
        step = "run again, nothing of it was used; or set `bulk_mode` to never"
        raise DataError(what, where=self._where, next_step=step)

    def _fetch(self, url: str, path: Path) -> None:
        for wait in _WAITS_SECONDS:
            try:
                return self._fetch_once(url, path)
            except JobGoneError:
                raise
            except RetryError as error:
                logger.warning("%s: %s Trying again.", self._where, error)
                self._clock.sleep(wait)
        return self._fetch_once(url, path)

    def _fetch_once(self, url: str, path: Path) -> None:
        free = shutil.disk_usage(path.parent).free
        response = self._session.stream_to_file(
            url, path, deadline_seconds=self._deadline_seconds, max_bytes=free
        )
        if response.status_code in _GONE:
            what = f"the bulk file is not there any more (HTTP {response.status_code})"
            step = "run again, nothing is lost"
            raise JobGoneError(what, where=self._where, next_step=step)
        if rule := classify(HTTP_RULES, response):
            raise rule.error(response, self._clock)
