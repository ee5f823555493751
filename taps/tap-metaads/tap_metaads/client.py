"""What every stream of Meta shares: it goes account by account.

One account that cannot be read never stops the others.

https://developers.facebook.com/docs/marketing-api/reference/ad-account
"""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from typing_extensions import override

from tap_kit.errors import (
    ApiError,
    DataError,
    ShrinkError,
    SkipError,
    SplitError,
)
from tap_kit.fields import FieldReader
from tap_kit.stream import KitStream
from tap_metaads.errors import RULES
from tap_metaads.governor import Gate
from tap_metaads.usage import MANAGEMENT_CASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from singer_sdk.helpers.types import Context

    from tap_kit.fields import FieldSchema
    from tap_metaads.accounts import Account
    from tap_metaads.tap import TapMetaAds

_BAD_ACCOUNT = (SkipError, ShrinkError, SplitError, DataError)
"""What goes wrong with one account alone."""
_LEFT_OUT = "left out"
_MOST_NAMED = 3
"""More accounts than these are counted in the run's summary."""
_ACCOUNT_WIDE = frozenset({"permission_denied"})
"""Rules after which the same account is not asked again: errors cost quota."""


class Outlook(NamedTuple):
    """What a run would ask.

    Args:
        start: Nothing older; None: from the first there is.
        requests: At least so many [1].
    """

    start: date | None
    requests: int


class MetaStream(KitStream):
    """A stream that is read account by account."""

    schema: ClassVar[FieldSchema]
    url_base = ""
    error_rules = RULES
    case: ClassVar[str] = MANAGEMENT_CASE
    """Meta's use case, whose limits its requests fall under."""
    keeps_own_state = True

    @property
    @override
    def tap(self) -> TapMetaAds:
        return self._tap  # type: ignore[return-value] # Only this tap makes it.

    @property
    @override
    def emit_activate_version_messages(self) -> bool:
        """Never: a run brings what is new, and activating it would drop the rest."""
        return False

    @cached_property
    def reader(self) -> FieldReader:
        """Makes records of what Meta answers."""
        return FieldReader(self.schema, self.tap.people)

    @cached_property
    def asked(self) -> list[str]:
        """The fields that its columns are read from, each once."""
        paths = (field.path.split(".")[0] for field in self.schema.fields)
        return list(dict.fromkeys(path for path in paths if path))

    def gate(self, account: Account) -> Gate:
        """Return whose limits a request for an account falls under."""
        return Gate(account.identity, self.case)

    @abstractmethod
    def of_account(self, account: Account) -> Iterator[dict[str, Any]]:
        """Give the records of one account.

        Raises:
            TapError: As the error rules say.
        """

    def reached(self, account: Account) -> str:
        """Say how far an account has been read, for the run's summary."""
        del account
        return "whole"

    # ---------- before the run

    def outlook(self, account: Account) -> Outlook:
        """Return what an account would be asked at least."""
        del account
        return Outlook(None, 1)

    def try_out(self) -> object:
        """Ask for the first record of the first account.

        Raises:
            TapError: As the error rules say.
        """
        return next(self.of_account(self.tap.accounts.all[0]), None)

    # ---------- account by account

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        told: dict[str, list[str]] = defaultdict(list)
        for account in self.among(self.tap.accounts.all):
            if (account.identity, self.case) in self.tap.denied:
                self.logger.warning(
                    "%s: account %s left out, it may not be read (see above)",
                    self.name,
                    account.identity,
                )
                told[_LEFT_OUT].append(account.identity)
                continue
            try:
                for record in self.of_account(account):
                    self.tap.summary[account.identity].rows += 1
                    yield record
            except _BAD_ACCOUNT as error:
                self._leave_out(account, error)
                told[_LEFT_OUT].append(account.identity)
            else:
                told[self.reached(account)].append(account.identity)
        words = ", ".join(f"{how} ({_some(ids)})" for how, ids in told.items())
        self.tap.report.add_checkpoint(self.name, words)

    def record(self, resource: Mapping[str, Any], account: Account) -> dict[str, Any]:
        """Make a record, with what its account says of it.

        Raises:
            DataError: A value is not what its column is declared to be.
        """
        try:
            found = self.reader.record(resource)
        except ValueError as error:
            what = f"{error} (account {account.identity})"
            step = "the API has changed: report this line"
            where = f"stream {self.name}"
            raise DataError(what, where=where, next_step=step) from error
        return found | self.own(account)

    def own(self, account: Account) -> dict[str, Any]:
        """Return the columns that the account itself gives."""
        given = {
            "account_id": account.identity,
            "currency": account.currency,
            "minor_unit_offset": account.minor_unit_offset,
        }
        columns = self.schema["properties"]
        return {name: value for name, value in given.items() if name in columns}

    def _leave_out(self, account: Account, error: Exception) -> None:
        rule = error.rule if isinstance(error, ApiError) else None
        if rule and rule.name in _ACCOUNT_WIDE:
            self.tap.denied.add((account.identity, self.case))
        self.logger.warning(
            "%s: account %s left out. %s", self.name, account.identity, error
        )
        self.tap.summary[account.identity].left_out.append(self.name)
        self.tap.report.add_quarantines()


def _some(ids: list[str]) -> str:
    return ", ".join(ids) if len(ids) <= _MOST_NAMED else f"{len(ids)} accounts"
