"""An event in words, one line each: for stderr, a chat, a mail."""

from __future__ import annotations

import html
import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LEVELS = {"INFO": logging.INFO, "WARN": logging.WARNING, "ERROR": logging.ERROR}
_OVER = "resolved"


def log_level(event: Mapping[str, Any]) -> int:
    """The level at which the log tells an event."""
    return _LEVELS[event["severitytext"]]


def one_line(event: Mapping[str, Any]) -> str:
    """What happened to an incident, and what to do next.

    Args:
        event: A CloudEvent of `envelope`.
    """
    data, turn = event["data"], event["type"].rpartition(".")[2]
    told = f"Incident {turn} [{data['status']}]: {data['incident_id']}."
    if turn == _OVER:
        parts = [told, f"It was: {data['message']}"]
    else:
        parts = [told, data["message"], f"Next: {data['next_step']}"]
    return " ".join(" ".join(parts).split())


def that_fit(
    lines: Sequence[str], *, above: str, room: int, most: int | None
) -> list[str]:
    """The first lines that a message holds; one at least, cut short if it must be.

    Args:
        lines: One or more.
        above: What stands above them and takes room, too.
        room: What the message holds [characters].
        most: Most lines; None for any number.
    """
    left = room - (_length(above) if above else 0)
    over = _length(lines[0]) - left
    fit = [f"{lines[0][: -over - 1]}…" if over > 0 else lines[0]]
    left -= _length(fit[0])
    for line in lines[1:most]:
        left -= _length(line)
        if left < 0:
            break
        fit.append(line)
    return fit


def _length(line: str) -> int:
    """What a line takes where it becomes HTML, which is where it takes most."""
    return len(html.escape(line)) + len("<br />")
