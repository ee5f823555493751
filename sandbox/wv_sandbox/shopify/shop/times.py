"""Instants as numbers and as the Admin API writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (UTC throughout; written with a Z)


def stamp(seconds: int) -> str:
    """Write an instant [s since 1970] in UTC."""
    return (_EPOCH + timedelta(0, int(seconds))).isoformat() + "Z"


def stamp_or_none(seconds: int) -> str | None:
    """Write an instant that may never come (0)."""
    return stamp(seconds) if seconds else None


def seconds_of(text: str) -> float:
    """Read an instant or a day [s since 1970]; without a zone it is UTC.

    Raises:
        ValueError: It is neither.
    """
    read = datetime.fromisoformat(text)
    aware = read if read.tzinfo else read.replace(tzinfo=UTC)
    return aware.timestamp()
