"""How far each part of a stream has been read, and from where to read again.

A part is what one request's filter names: a channel, a metric. Each has an instant of
its own; what was changed at it or later may still be unread. It never lies in the
future, and never moves back.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from tap_kit.errors import SettingsError
from tap_klaviyo.filters import stamp

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

THROUGH = "through"


class Span(NamedTuple):
    """What to read: `start` to `end` [UTC], both included; None: from the first."""

    start: datetime | None
    end: datetime

    def share(self, at: datetime) -> float:
        """Return how much of its time lies before an instant [0 to 1].

        Nobody knows that of a span that begins with whatever there is: then 0.
        """
        if self.start is None or not self.start < at:
            return 0.0
        return (at - self.start) / max(self.end - self.start, at - self.start)


class Cursor:
    """The stream's bookmark, written into its state.

    Args:
        state: The stream's part of the state; changed in place.
        end: The newest instant this run reads [UTC].
        lookback: How far back what was read is read again.
        start: Nothing older is read [UTC].
    """

    def __init__(
        self,
        state: MutableMapping[str, Any],
        *,
        end: datetime,
        lookback: timedelta,
        start: datetime | None,
    ) -> None:
        self._state = state
        self._end = end
        self._lookback = lookback
        self._start = start

    def span(self, part: str) -> Span:
        """Return what to read of a part."""
        known = self._through(part)
        since = known - self._lookback if known else None
        bounds = [at for at in (since, self._start) if at is not None]
        return Span(max(bounds) if bounds else None, self._end)

    def advance(self, part: str, at: datetime) -> None:
        """Note that all of a part before an instant has been written."""
        known = self._through(part)
        at = min(at, self._end)
        if known is None or at > known:
            self._state.setdefault(THROUGH, {})[part] = stamp(at)

    def finish(self, part: str) -> None:
        """Note that a part has been read to the end."""
        self.advance(part, self._end)

    @property
    def checkpoint(self) -> str:
        """The cursor as people read it: each part and its instant."""
        through = self._state.get(THROUGH, {})
        return ", ".join(f"{part} {at}" for part, at in sorted(through.items()))

    def _through(self, part: str) -> datetime | None:
        text = self._state.get(THROUGH, {}).get(part)
        return datetime.fromisoformat(text) if text else None


def check(state: Mapping[str, Any], now: datetime) -> None:
    """Refuse a state that the streams cannot have written.

    Raises:
        SettingsError: An instant is none, or lies in the future.
    """
    for stream, bookmark in state.get("bookmarks", {}).items():
        through = bookmark.get(THROUGH, {})
        if not isinstance(through, dict):
            raise _wrong(stream, "holds no instants by part")
        for text in through.values():
            try:
                at = datetime.fromisoformat(text)
            except (TypeError, ValueError) as error:
                raise _wrong(stream, f"holds {text!r}, which is no instant") from error
            if at.tzinfo is None or at > now + timedelta(days=1):
                raise _wrong(stream, f"holds {text!r}, which is not in the past")


def _wrong(stream: str, what: str) -> SettingsError:
    step = "give a state that this tap wrote, or leave the stream out of it"
    return SettingsError(
        f"the bookmark {what}", where=f"state of {stream}", next_step=step
    )
