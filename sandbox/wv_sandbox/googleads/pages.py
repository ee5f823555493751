"""Answers cut into pages, each asked for by the token that the one before gave."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.googleads.errors import GoogleAdsError

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE_ROWS: Final = 10_000
TOKEN_LIFE: Final = timedelta(hours=1)
_KEPT = 16
Rows = list[dict[str, Any]]


class Asked(NamedTuple):
    """What is paged through.

    Attributes:
        text: Account, version and query.
        limit: Rows at most; None for all.
    """

    text: str
    limit: int | None


class Page(NamedTuple):
    """One page of an answer.

    Attributes:
        rows: Its rows.
        following: Token of the next page; empty on the last one.
        total: Rows of the query, whatever its limit.
    """

    rows: Rows
    following: str
    total: int


class Pages:
    """Answers that are being paged through; each stays as it was when first asked.

    Attributes:
        size: Rows on a page; tests make it smaller.
    """

    def __init__(self) -> None:
        self.size = PAGE_ROWS
        self.clear()

    def clear(self) -> None:
        """Forget all answers, and page as the real server does."""
        self.size = PAGE_ROWS
        self._kept: OrderedDict[tuple[str, str], Rows] = OrderedDict()

    def page(
        self,
        asked: Asked,
        token: str,
        now: datetime,
        find: Callable[[datetime], Rows],
    ) -> Page:
        """Give a page.

        Args:
            asked: What is asked; a token is good for it alone.
            token: Of the page; empty for the first one.
            now: When it is asked.
            find: Finds all rows as they are at an instant.

        Raises:
            GoogleAdsError: The token is none, or too old.
        """
        start, instant = _read(token, asked.text, now) if token else (0, now)
        found = self._rows(asked.text, instant, find)
        rows = found[: asked.limit]
        end = start + self.size
        following = _token(asked.text, end, instant) if end < len(rows) else ""
        return Page(rows[start:end], following, len(found))

    def _rows(
        self, asked: str, instant: datetime, find: Callable[[datetime], Rows]
    ) -> Rows:
        key = asked, instant.isoformat()
        if key in self._kept:
            return self._kept[key]
        rows = find(instant)
        if len(rows) > self.size:
            self._kept[key] = rows
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return rows


def _digest(asked: str) -> str:
    return hashlib.blake2b(asked.encode(), digest_size=9).hexdigest()


def _token(asked: str, start: int, instant: datetime) -> str:
    told = json.dumps([_digest(asked), start, instant.isoformat()])
    return base64.urlsafe_b64encode(told.encode()).decode()


def _read(token: str, asked: str, now: datetime) -> tuple[int, datetime]:
    try:
        digest, start, written = json.loads(base64.urlsafe_b64decode(token))
        instant = datetime.fromisoformat(written)
    except (ValueError, TypeError):
        digest, start, instant = "", 0, datetime.now(UTC)
    if digest != _digest(asked):
        words = "The page token is not valid for this request."
        raise GoogleAdsError(words, "requestError.INVALID_PAGE_TOKEN")
    if now - instant > TOKEN_LIFE:
        words = "The page token has expired."
        raise GoogleAdsError(words, "requestError.EXPIRED_PAGE_TOKEN")
    return start, instant
