"""Which states are taken: only those that this tap can have written.

Streams of figures keep their days as `tap_kit.windows_state` does; the others keep an
instant for each account. A wrong one would skip something, or read it all again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tap_kit import windows_state
from tap_kit.errors import SettingsError
from tap_metaads.deleted import SWEPT
from tap_metaads.edges import READ_UNTIL

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOLERANCE = timedelta(days=1)
"""How far ahead of ours the clock of the run before may have been."""


def check(state: Mapping[str, Any], now: datetime) -> None:
    """Refuse a state that this tap cannot have written.

    Raises:
        SettingsError: An instant is none, or lies in the future.
    """
    windows_state.check(state, now)
    for stream, bookmark in state.get("bookmarks", {}).items():
        for name in (READ_UNTIL, SWEPT):
            marks = bookmark.get(name, {})
            if not isinstance(marks, dict) or not _are_good(marks, now):
                what = f"`{name}` does not hold an account's instants in the past"
                step = "give a state that this tap wrote, or leave the stream out"
                where = f"state of {stream}"
                raise SettingsError(what, where=where, next_step=step)


def _are_good(marks: Mapping[str, Any], now: datetime) -> bool:
    try:
        instants = [datetime.fromisoformat(text) for text in marks.values()]
        return all(at <= now + _TOLERANCE for at in instants)
    except (TypeError, ValueError):
        return False
