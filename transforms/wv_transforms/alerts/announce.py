"""Where alerts go: the lake's event file first, then stderr, then those named.

A receiver that is down neither loses alerts nor stops a build: what it did not take
waits for the next one (see `outbox`).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from target_parquet_lake.errors import StorageError
from target_parquet_lake.events import append_event
from wv_transforms.alerts.envelope import incident_event
from wv_transforms.alerts.outbox import WAITING_KEPT, read_outbox, write_outbox
from wv_transforms.alerts.people import Address
from wv_transforms.alerts.receiver import DeliveryError
from wv_transforms.alerts.webhook import Webhook
from wv_transforms.alerts.wording import log_level, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from target_parquet_lake.lake import Lake
    from wv_transforms.alerts.outbox import Waiting
    from wv_transforms.alerts.receiver import Receiver
    from wv_transforms.quality.incidents import Incident, Turn

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where the alerts of a tenant go.

    Attributes:
        events: The folder of event files, `_control/events`.
        waiting: The file of what receivers did not take yet.
        receivers: Who is told, if anybody.
    """

    events: Path
    waiting: Path
    receivers: tuple[Receiver, ...] = ()

    @classmethod
    def of(cls, lake: Lake, tenant: str) -> Self:
        """The outlet of a tenant, with the receivers that the environment names.

        Raises:
            ProjectError: If one of them cannot be used.
        """
        webhook = Webhook.from_environment()
        people = Address.from_environment(tenant)
        return cls(
            lake.control("events"),
            lake.control("alerts", f"{tenant}.ndjson"),
            (*([webhook] if webhook else []), *people),
        )


def announce(
    outlet: Outlet,
    tenant: str,
    run_id: str,
    now: datetime,
    turns: Iterable[tuple[Turn, Incident]],
) -> list[dict[str, Any]]:
    """Tell what happened to incidents, once each.

    Args:
        outlet: Where to.
        tenant: Whose data.
        run_id: The build.
        now: When (UTC).
        turns: What happened, to which.

    Returns:
        The events.

    Raises:
        StorageError: If they cannot be written into the lake.
    """
    events = [incident_event(tenant, run_id, now, turn, one) for turn, one in turns]
    try:
        for event in events:
            append_event(outlet.events, event)
            logger.log(log_level(event), "%s", one_line(event))
        if outlet.receivers:
            _tell_all(outlet, events, int(now.timestamp()))
    except OSError as error:
        raise StorageError(
            what=f"An alert cannot be written: {error.strerror}.",
            where=str(outlet.events),
            next_step="free disk space or make the folder writable, and build again",
        ) from error
    return events


def _tell_all(outlet: Outlet, events: Iterable[dict[str, Any]], unix_time: int) -> None:
    """Tell each receiver what it does not have; remember who took what, come what may.

    Raises:
        OSError: If the outbox cannot be read or written.
    """
    queue = read_outbox(outlet.waiting, events)
    if not queue:
        return
    by_mark = {receiver.mark: receiver for receiver in outlet.receivers}
    try:
        for mark, receiver in by_mark.items():
            _tell(receiver, mark, queue, unix_time)
    finally:
        given_up = write_outbox(outlet.waiting, queue, by_mark.keys())
    if given_up:
        logger.warning(
            "%d alerts are given up: more than %d wait. They are in %s.",
            given_up,
            WAITING_KEPT,
            outlet.events,
        )


def _tell(
    receiver: Receiver, mark: str, queue: Sequence[Waiting], unix_time: int
) -> None:
    """Post in order; from the first that is not taken on, all wait."""
    rest = [one for one in queue if mark not in one.taken_by]
    reason = f"{receiver.name} gets no more than {receiver.posts} posts a build"
    posts = 0
    try:
        while rest and posts < receiver.posts:
            count = receiver.deliver([one.event for one in rest], unix_time)
            for one in rest[:count]:
                one.taken_by.add(mark)
            rest = rest[count:]
            posts += 1
    except DeliveryError as error:
        reason = str(error)
    if rest:
        logger.warning("%d alerts wait for the next build: %s.", len(rest), reason)
