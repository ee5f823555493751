"""How far each account's report has landed, in the stream's part of the state."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from tap_kit.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

THROUGH = "through"
_REPORT, _DAY, _PULLED = "report", "day", "pulled"
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_TICK = timedelta(microseconds=1)


def report_hash(**definition: object) -> str:
    """Recognise what a report asks for: 64 hex digits.

    Args:
        definition: Resource or level, fields, segments or breakdowns, attribution
            windows, filters. Leave the API's version out: it changes no grain.
    """
    content = msgspec.json.encode(definition, order="deterministic")
    return hashlib.sha256(content).hexdigest()


class Progress:
    """The bookmark of one report in one account.

    Args:
        state: The stream's part of the state; changed in place.
        part: The account.
        report: `report_hash` of what is asked; another one begins anew.
    """

    def __init__(self, state: MutableMapping[str, Any], part: str, report: str) -> None:
        entries = state.setdefault(THROUGH, {})
        known: dict[str, Any] = entries.get(part, {})
        self.is_new_report = bool(known) and known.get(_REPORT) != report
        kept = {_PULLED: known[_PULLED]} if _PULLED in known else {}
        self._entry: dict[str, Any] = (
            {_REPORT: report, **kept} if self.is_new_report or not known else known
        )
        entries[part] = self._entry

    @property
    def through(self) -> date | None:
        """The last whole day that has landed."""
        text = self._entry.get(_DAY)
        return date.fromisoformat(text) if text else None

    def pull(self, now: datetime, run_id: str) -> str:
        """Name a pull so that later ones sort behind, also when the clock stands still.

        Args:
            now: When it starts, aware.
            run_id: The run.
        """
        stamp = now.astimezone(UTC).strftime(_STAMP)
        if (last := self._entry.get(_PULLED)) and stamp <= last:
            stamp = (_instant(last) + _TICK).strftime(_STAMP)
        self._entry[_PULLED] = stamp
        return f"{stamp}-{run_id}"

    def advance(self, day: date) -> None:
        """Note that all up to a day has landed; never moves back."""
        if self.through is None or day > self.through:
            self._entry[_DAY] = day.isoformat()


def check(state: Mapping[str, Any], now: datetime) -> None:
    """Refuse a state that `Progress` cannot have written.

    Raises:
        SettingsError: A day is none, or lies in the future.
    """
    for stream, bookmark in state.get("bookmarks", {}).items():
        entries = bookmark.get(THROUGH, {})
        if not isinstance(entries, dict):
            raise _wrong(stream)
        for entry in entries.values():
            if not isinstance(entry, dict) or not _is_good(entry, now):
                raise _wrong(stream)


def _is_good(entry: Mapping[str, Any], now: datetime) -> bool:
    try:
        if _PULLED in entry:
            _instant(entry[_PULLED])
        day = date.fromisoformat(entry[_DAY]) if _DAY in entry else None
    except (TypeError, ValueError):
        return False
    return day is None or day <= now.date() + timedelta(days=1)


def _instant(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


def _wrong(stream: str) -> SettingsError:
    return SettingsError(
        "the bookmark holds no account's day in the past",
        where=f"state of {stream}",
        next_step="give a state that this tap wrote, or leave the stream out of it",
    )
