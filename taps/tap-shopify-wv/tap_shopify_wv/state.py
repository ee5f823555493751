"""Refuse a STATE that is not ours before anything is read.

The SDK ignores what it does not know, which would be a full sync without a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from tap_kit.errors import SettingsError
from tap_shopify_wv.windows import KEY, SHOP, VALUE, parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_OWN_KEYS = frozenset({VALUE, KEY, SHOP})


@dataclass(frozen=True)
class StateCheck:
    """Checks a STATE against what this run could have written.

    Args:
        keys: Stream to replication key; None for streams without one.
        shop: The shop's permanent name.
        now: As the run sees it.
        others: What else a stream may keep in its part.
    """

    keys: Mapping[str, str | None]
    shop: str
    now: datetime
    others: frozenset[str]

    def refuse_wrong(self, state: Mapping[str, Any]) -> None:
        """Check a whole STATE; its shape is checked by the kit.

        Raises:
            SettingsError: It belongs to another tap or shop, has another key, or lies
                in the future, which would hide all that happens until then.
        """
        bookmarks = state.get("bookmarks", {})
        if bookmarks and not set(bookmarks) & set(self.keys):
            what = f"it knows other streams: {', '.join(sorted(bookmarks))}"
            step = "give the state of this tap"
            raise SettingsError(what, where="--state", next_step=step)
        for stream, key in self.keys.items():
            self._check(stream, key, bookmarks.get(stream, {}))

    def _check(self, stream: str, key: str | None, bookmark: Mapping[str, Any]) -> None:
        if unknown := sorted(set(bookmark) - _OWN_KEYS - self.others):
            _refuse(stream, f"unknown keys {', '.join(unknown)}")
        if bookmark.get(SHOP, self.shop) != self.shop:
            _refuse(stream, f"it is of another shop, {bookmark[SHOP]}")
        if VALUE not in bookmark:
            return
        if bookmark.get(KEY, key) != key:
            _refuse(stream, f"its replication key is {bookmark[KEY]}, not {key}")
        try:
            value = parse(bookmark[VALUE])
        except (TypeError, ValueError) as error:
            _refuse(stream, f"{bookmark[VALUE]!r} is no instant", error)
        if value > self.now:
            _refuse(stream, f"{bookmark[VALUE]} lies in the future")


def _refuse(stream: str, what: str, cause: Exception | None = None) -> NoReturn:
    step = (
        "give the last STATE that a run of this tap wrote for this shop, or remove "
        f"bookmarks.{stream} to read the stream from its start"
    )
    where = f"state, bookmarks.{stream}"
    raise SettingsError(what, where=where, next_step=step) from cause
