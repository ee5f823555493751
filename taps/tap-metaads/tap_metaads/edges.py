"""Streams that walk an edge of each account: a list, page by page.

https://developers.facebook.com/docs/graph-api/overview#edges
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tap_metaads.client import MetaStream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_metaads.accounts import Account

OVERLAP = timedelta(hours=1)
"""What changed shortly before a run's start is read again by the next."""
READ_UNTIL = "read_until"
LIVING = (
    "ACTIVE",
    "PAUSED",
    "IN_PROCESS",
    "WITH_ISSUES",
    "CAMPAIGN_PAUSED",
    "ADSET_PAUSED",
    "DISAPPROVED",
    "PENDING_BILLING_INFO",
    "PENDING_REVIEW",
    "PREAPPROVED",
)
ARCHIVED, DELETED = "ARCHIVED", "DELETED"
_NOT_OF = {
    "campaign": frozenset(LIVING[4:]),
    "adset": frozenset(LIVING[5:]),
    "ad": frozenset(),
}
"""Statuses that a level does not have."""


def statuses(level: str) -> list[str]:
    """Return every status of a level, all that is over included."""
    living = [status for status in LIVING if status not in _NOT_OF[level]]
    return [*living, ARCHIVED, DELETED]


class EdgeStream(MetaStream):
    """An edge that is read whole each run."""

    edge: ClassVar[str]
    """Last part of the path below the account."""
    page_size: ClassVar[int] = 500
    """Less where rows are heavy: Meta refuses what takes too long."""

    @override
    def of_account(self, account: Account) -> Iterator[dict[str, Any]]:
        for page in self.pages(account, {"fields": self.asked}):
            for resource in page:
                yield from self.rows(resource, account)

    def rows(
        self, resource: Mapping[str, Any], account: Account
    ) -> Iterator[dict[str, Any]]:
        """Give the records of one thing of the list."""
        yield self.record(resource, account)

    def pages(
        self, account: Account, parameters: Mapping[str, Any]
    ) -> Iterator[list[dict[str, Any]]]:
        """Give the pages of the edge.

        Raises:
            TapError: As the error rules say.
        """
        keys = {field.path for field in self.schema.fields if self._is_key(field.name)}
        return self.tap.api.pages(
            f"{account.node}/{self.edge}",
            parameters,
            self.gate(account),
            limit=self.page_size,
            keep=keys | {"id", "updated_time"},
        )

    def _is_key(self, name: str) -> bool:
        return name in (self.primary_keys or ())


class ChangingStream(EdgeStream):
    """An edge that can be asked for what changed since an instant.

    The list has no order that could be trusted, so the bookmark moves when an account
    is done: to the start of the run.
    """

    level: ClassVar[str]
    """Meta's word, which its filters begin with."""

    @override
    def of_account(self, account: Account) -> Iterator[dict[str, Any]]:
        for page in self.changed(account):
            for resource in page:
                yield from self.rows(resource, account)
        self.finish(account)

    @override
    def reached(self, account: Account) -> str:
        return str(self.stream_state[READ_UNTIL][account.identity])

    def since(self, account: Account) -> datetime | None:
        """Return from when on changes are asked for; None: all there is."""
        known = self.stream_state.get(READ_UNTIL, {}).get(account.identity)
        return datetime.fromisoformat(known) - OVERLAP if known else None

    def changed(self, account: Account) -> Iterator[list[dict[str, Any]]]:
        """Give the pages of what changed.

        Raises:
            TapError: As the error rules say.
        """
        conditions = [self._wanted()]
        if since := self.since(account):
            conditions.append(self._changed("GREATER_THAN", since))
        if end := self.tap.end_date:
            conditions.append(self._changed("LESS_THAN", end))
        asked = {"fields": self.asked, "filtering": conditions}
        return self.pages(account, asked)

    def all_ids(self, account: Account) -> Iterator[list[str]]:
        """Give the ids of all that is listed, changed or not, page by page.

        Raises:
            TapError: As the error rules say.
        """
        asked = {"fields": ["id"], "filtering": [self._wanted()]}
        for page in self.pages(account, asked):
            yield [str(resource["id"]) for resource in page]

    def finish(self, account: Account) -> None:
        """Note that an account has been read up to the start of the run."""
        until = self.tap.end.isoformat(timespec="seconds")
        self.stream_state.setdefault(READ_UNTIL, {})[account.identity] = until

    def _changed(self, operator: str, at: datetime) -> dict[str, Any]:
        field, value = f"{self.level}.updated_time", int(at.timestamp())
        return {"field": field, "operator": operator, "value": value}

    def _wanted(self) -> dict[str, Any]:
        """Ask for the archived, too: lists leave them out unless they are named."""
        left_out = {DELETED}  # Naming these is refused: they come by id only.
        if not self.config["include_archived"]:
            left_out.add(ARCHIVED)
        wanted = [status for status in statuses(self.level) if status not in left_out]
        field = f"{self.level}.effective_status"
        return {"field": field, "operator": "IN", "value": wanted}
