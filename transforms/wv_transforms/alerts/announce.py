"""Where alerts go: the lake's event file first, then the webhook.

What a webhook did not take waits in `_control/alerts/<tenant>.ndjson` for the next
build; a receiver that is down neither loses alerts nor stops a build.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from target_parquet_lake.errors import StorageError
from target_parquet_lake.events import append_event
from target_parquet_lake.files import write_atomic
from wv_transforms.alerts.envelope import incident_event
from wv_transforms.alerts.webhook import DeliveryError, Webhook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from target_parquet_lake.lake import Lake
    from wv_transforms.quality.incidents import Incident, Turn

WAITING_KEPT = 1000
"""Events that wait for a receiver at most; the oldest go first. All are in the file."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where the alerts of a tenant go.

    Attributes:
        events: The folder of event files, `_control/events`.
        waiting: The file of what the webhook did not take yet.
        webhook: Where they are posted, if anywhere.
    """

    events: Path
    waiting: Path
    webhook: Webhook | None = None

    @classmethod
    def of(cls, lake: Lake, tenant: str) -> Self:
        """The outlet of a tenant, with the webhook that the environment names.

        Raises:
            ProjectError: If that webhook cannot be used.
        """
        waiting = lake.control("alerts", f"{tenant}.ndjson")
        return cls(lake.control("events"), waiting, Webhook.from_environment())


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
        if outlet.webhook is not None:
            _deliver(outlet, outlet.webhook, [*_waiting(outlet), *events], now)
    except OSError as error:
        raise StorageError(
            what=f"An alert cannot be written: {error.strerror}.",
            where=str(outlet.events),
            next_step="free disk space or make the folder writable, and build again",
        ) from error
    return events


def _deliver(
    outlet: Outlet, webhook: Webhook, events: Sequence[dict[str, Any]], now: datetime
) -> None:
    """Post events in their order; from the first that is not taken on, all wait."""
    taken = 0
    for event in events:
        try:
            webhook.deliver(event, int(now.timestamp()))
        except DeliveryError as error:
            logger.warning(
                "%d alerts wait for the next build: %s.", len(events) - taken, error
            )
            break
        taken += 1
    left = events[taken:][-WAITING_KEPT:]
    if left or outlet.waiting.exists():
        lines = (json.dumps(event, ensure_ascii=False) + "\n" for event in left)
        write_atomic(outlet.waiting, "".join(lines))


def _waiting(outlet: Outlet) -> list[dict[str, Any]]:
    if not outlet.waiting.exists():
        return []
    text = outlet.waiting.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]
