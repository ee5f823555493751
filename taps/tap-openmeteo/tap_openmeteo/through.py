"""The state of a weather stream: how far each place has been read.

    {"through": {"2026-11-10": ["dr5ru", "u33db"], "2026-11-09": ["gcpvj"]}}

Position to places, not places to position: 5,000 cells that move together are one list.
A position is the last whole UTC day, or the instant a model run began. A place moves on
only after its rows are out, so every emitted STATE is a safe start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable  # noqa: TC003 -- NamedTuple looks at it.
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, NoReturn, TypeVar

from tap_kit.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Position = TypeVar("Position", date, datetime)
KEY = "through"


class Kind(NamedTuple, Generic[Position]):
    """What positions of a stream are.

    `parse` reads one and raises ValueError; `latest` is the last that can be at an
    instant: a bookmark in the future would hide all that is published until then.
    """

    parse: Callable[[str], Position]
    latest: Callable[[datetime], Position]


class Through(Generic[Position]):
    """Where each place stands.

    Args:
        state: The stream's own part of STATE, checked here and written by `advance`.
        kind: Days or instants.
        now: Nobody can stand after it.
        stream: For the error.

    Raises:
        SettingsError: The state has another shape, a position that cannot be, or a
            place twice. It is never guessed, and nothing is read anew without a word.
    """

    def __init__(
        self,
        state: dict[str, Any],
        kind: Kind[Position],
        *,
        now: datetime,
        stream: str,
    ) -> None:
        self._state = state
        self._where = f"state, bookmarks.{stream}"
        self._stream = stream
        self._positions: dict[str, Position] = {}
        for text, ids in self._entries(state):
            position = self._position(text, kind, now)
            for place in self._places(text, ids):
                if place in self._positions:
                    self._refuse(f"place {place} stands at two positions")
                self._positions[place] = position

    def get(self, place: str) -> Position | None:
        """Say how far a place has been read; None when it is new."""
        return self._positions.get(place)

    def advance(self, places: Iterable[str], position: Position) -> None:
        """Move places on, never back, and write it into the stream's state."""
        for place in places:
            before = self._positions.get(place)
            self._positions[place] = (
                position if before is None else max(before, position)
            )
        groups: defaultdict[Position, list[str]] = defaultdict(list)
        for place, reached in self._positions.items():
            groups[reached].append(place)
        self._state[KEY] = {_text(at): sorted(groups[at]) for at in sorted(groups)}

    def _entries(self, state: object) -> Iterable[tuple[str, Any]]:
        if not isinstance(state, dict):
            self._refuse(f"expected an object, got {type(state).__name__}")
        if unknown := sorted(set(state) - {KEY}):
            self._refuse(f"unknown keys {', '.join(unknown)}")
        through = state.get(KEY, {})
        if not isinstance(through, dict):
            self._refuse(f"`{KEY}`: expected an object, got {type(through).__name__}")
        return through.items()

    def _position(self, text: str, kind: Kind[Position], now: datetime) -> Position:
        try:
            position = kind.parse(text)
        except ValueError as error:
            self._refuse(f"{text!r} is no position", error)
        if position > (latest := kind.latest(now)):
            self._refuse(f"{text} lies in the future; now is {_text(latest)}")
        return position

    def _places(self, text: str, ids: object) -> list[str]:
        if not isinstance(ids, list) or not all(isinstance(i, str) and i for i in ids):
            self._refuse(f"{text}: expected a list of place names")
        return ids

    def _refuse(self, what: str, cause: Exception | None = None) -> NoReturn:
        step = (
            "give the last STATE that a run of this tap wrote, or remove "
            f"bookmarks.{self._stream} to read the stream from its start"
        )
        raise SettingsError(what, where=self._where, next_step=step) from cause


def parse_day(text: str) -> date:
    """Read `2026-11-10`, and nothing looser.

    Raises:
        ValueError: It is no such day.
    """
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        msg = f"{text!r} is no day in full"
        raise ValueError(msg)
    return day


def parse_instant(text: str) -> datetime:
    """Read `2026-11-10T06:00:00Z` or the same with an offset.

    Raises:
        ValueError: It is no instant, or has no time zone.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        msg = f"{text!r} has no time zone"
        raise ValueError(msg)
    return instant.astimezone(UTC)


def _text(position: date) -> str:
    return position.isoformat().replace("+00:00", "Z")


DAYS = Kind(parse_day, lambda now: now.date())
INSTANTS = Kind(parse_instant, lambda now: now)


def check_state(
    state: object, kinds: Mapping[str, Kind[Any] | None], now: datetime
) -> None:
    """Refuse a whole STATE that is not ours, before anything is read.

    The SDK ignores what it does not know, which would be a full sync without a word.

    Args:
        state: What `--state` gave.
        kinds: Stream to what its positions are; None for streams without state.
        now: As the run sees it.

    Raises:
        SettingsError: It has another shape, or belongs to another tap.
    """
    members = state if isinstance(state, dict) else {"": state}
    bookmarks = members.get("bookmarks") if members else {}
    if not isinstance(bookmarks, dict):
        what = "there is no `bookmarks` object in the state"
        step = 'give what the target printed last: {"bookmarks": …}'
        raise SettingsError(what, where="state", next_step=step)
    if bookmarks and not set(bookmarks) & set(kinds):
        what = f"it knows other streams: {', '.join(map(str, sorted(bookmarks)))}"
        raise SettingsError(what, where="state", next_step="give the state of this tap")
    for stream, kind in kinds.items():
        if stream in bookmarks:
            Through(bookmarks[stream], kind or DAYS, now=now, stream=stream)
