"""Somebody outside the lake who is told of alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class DeliveryError(Exception):
    """An alert did not arrive; it is kept and tried again by the next build."""


class Receiver(Protocol):
    """One who takes alerts.

    Attributes:
        name: For the log; holds no address.
        mark: How the outbox remembers who took an alert; tells no secret.
        posts: Most posts of a build, so that a flood holds no build up.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 - see above.
    @property
    def mark(self) -> str: ...  # noqa: D102
    @property
    def posts(self) -> int: ...  # noqa: D102

    def deliver(self, events: Sequence[Mapping[str, Any]], unix_time: int) -> int:
        """Tell as many of the first events as one post holds.

        Args:
            events: CloudEvents in their order, at least one.
            unix_time: Now [s since 1970].

        Returns:
            How many were taken, at least one.

        Raises:
            DeliveryError: If none was.
        """
        ...
