"""Taps as tests need them: few streams, a few settings changed, a shared time."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from typing_extensions import override

from tap_kit.clock import ManualClock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tap_kit.tap import KitTap

PII_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
"""A key of pseudonyms that keeps nothing secret."""
_Tap = TypeVar("_Tap", bound="KitTap")


class Settable(Protocol):
    """A clock that can be put to an instant."""

    def set(self, now: datetime) -> object:
        """Put it to an instant (aware)."""


class SharedClock(ManualClock):
    """A tap's clock that takes the sandbox's along: a wait of the one moves both.

    Args:
        start: The first instant (aware).
        other: The sandbox's clock; it stays as it is until this one moves.
    """

    def __init__(self, start: datetime, other: Settable) -> None:
        super().__init__(start)
        self._other = other

    @override
    def advance(self, seconds: float) -> None:
        super().advance(seconds)
        self._other.set(self.now())

    @override
    def set(self, now: datetime) -> None:
        super().set(now)
        self._other.set(self.now())


def make_tap(
    kind: type[_Tap],
    settings: Mapping[str, Any],
    streams: Iterable[str] = (),
    *,
    state: dict[str, Any] | None = None,
    **given: Any,  # noqa: ANN401 - as the tap declares them.
) -> _Tap:
    """Make a tap that reads some streams, or all.

    Args:
        kind: Its class.
        settings: What it is told; a setting that is None is left out.
        streams: What it reads; a stream's own `<name>_windows` and the run's report
            come with it. All there are, if none is named.
        state: Where it starts; left as it is, whatever the tap does with it.
        **given: What else its class takes: `clock`, `catalog`.
    """
    told = {name: value for name, value in settings.items() if value is not None}
    tap = kind(config=told, state=copy.deepcopy(state), **given)
    named = set(streams)
    wanted = named | {f"{name}_windows" for name in named} | {"connector_runs"}
    for name, stream in tap.streams.items():
        stream.selected = not named or name in wanted
    return tap
