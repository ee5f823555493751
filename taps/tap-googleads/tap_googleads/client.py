"""What every stream of Google Ads shares: its query, its accounts, its rows.

https://developers.google.com/google-ads/api/docs/reporting/overview
"""

from __future__ import annotations

import sys
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tap_googleads.columns import camel
from tap_googleads.errors import PageLostError
from tap_googleads.gaql import Query
from tap_googleads.preflight import ANY_DAY
from tap_kit.errors import DataError, ShrinkError, SkipError, TooLargeError
from tap_kit.fields import FieldReader
from tap_kit.planning import Reading
from tap_kit.stream import KitStream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from singer_sdk.helpers.types import Context

    from tap_googleads.accounts import Account
    from tap_googleads.tap import TapGoogleAds
    from tap_kit.fields import FieldSchema

RESTARTS = 3
"""How often a query begins anew when its pages are lost."""


class GoogleAdsStream(KitStream):
    """A stream that asks one query of every account.

    What a stream writes: its columns, and its query in the file of its name beside it.
    """

    schema: ClassVar[FieldSchema]
    url_base = ""
    query: ClassVar[Query]
    at_once: ClassVar[bool] = False
    """Whether rows are many and short: then one answer without pages is quicker."""
    of_managers: ClassVar[bool] = False
    """Whether managers have it, too."""
    may_lack: ClassVar[tuple[str, ...]] = ()
    """Keys beside segments that Google leaves out of some rows."""
    keeps_own_state = True
    rows_read = 0

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        name = vars(cls).get("name")
        if name and "query" not in vars(cls):
            module = str(sys.modules[cls.__module__].__file__)
            cls.query = Query.read(Path(module).with_name(f"{name}.gaql"))

    @property
    @override
    def tap(self) -> TapGoogleAds:
        return self._tap  # type: ignore[return-value] # Only this tap makes it.

    @property
    @override
    def emit_activate_version_messages(self) -> bool:
        """Never: an account that was left out would lose its rows."""
        return False

    @cached_property
    def reader(self) -> FieldReader:
        """Makes records of rows."""
        return FieldReader(self.schema, self.tap.people)

    @cached_property
    def key_paths(self) -> set[str]:
        """What the query cannot do without: the fields that are keys."""
        keys = {f.path for f in self.schema.fields if f.name in self.primary_keys}
        return {field for field in self.query.fields if camel(field) in keys}

    # ---------- before the run

    def reading(self) -> Reading:
        """Return what this run would ask: a query of each account, or more."""
        queries = sum(self._foreseen(account) for account in self.accounts())
        return Reading(stream=self.name, requests=queries, start=self.begins)

    def _foreseen(self, account: Account) -> int:
        """Count an account's queries; one that denies even these costs nothing."""
        try:
            return self.queries_of(account)
        except SkipError as error:
            self._leave_out(account, error)
            return 0

    @property
    def begins(self) -> date | None:
        """The first day that is asked for; None where no day is."""
        return None

    def queries_of(self, account: Account) -> int:
        """Return how many queries an account is asked at least [1]."""
        del account
        return 1

    # ---------- the walk over the accounts

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        for account in self.among(self.accounts()):
            before = self.rows_read
            try:
                yield from self.records_of(account)
            except SkipError as error:
                self._leave_out(account, error)
            else:
                self.tap.accounts.done(account, self.rows_read - before)

    def _leave_out(self, account: Account, error: SkipError) -> None:
        self.skip(error)
        self.tap.accounts.leave_out(account.id, error)

    def accounts(self) -> Iterable[Account]:
        """Return the accounts that have it."""
        found = self.tap.accounts
        return found.managers_too if self.of_managers else found.clients

    def records_of(self, account: Account) -> Iterator[dict[str, Any]]:
        """Give all records of an account."""
        yield from self.anew(partial(self.records, account))

    def anew(
        self, read: Callable[[], Iterator[dict[str, Any]]]
    ) -> Iterator[dict[str, Any]]:
        """Read, and begin anew when the pages are lost.

        Raises:
            PageLostError: They are lost again and again.
        """
        for attempt in range(RESTARTS + 1):
            try:
                yield from read()
            except PageLostError as error:
                if attempt == RESTARTS:
                    raise
                self.logger.warning("%s: %s Asking anew.", self.name, error)
            else:
                return

    # ---------- one query

    def records(
        self, account: Account, first: str = "", last: str = ""
    ) -> Iterator[dict[str, Any]]:
        """Give the records of one query.

        Args:
            account: Whose.
            first: First day or instant, where the query has a place for it.
            last: Last one, included.

        Raises:
            DataError: A value is not what its column is declared to be.
            TapError: As the error rules say.
        """
        own = {
            "customer_id": account.id,
            "manager_id": account.id,
            "currency": account.currency,
        }
        given = {
            field.name: own[field.name]
            for field in self.schema.fields
            if field.name in own and not field.path
        }
        for row in self.rows(account, first, last):
            try:
                record = self.record(row)
            except ValueError as error:
                step = "the API has changed: report this line"
                where = f"stream {self.name}"
                raise DataError(str(error), where=where, next_step=step) from error
            self.rows_read += 1
            yield record | given

    def record(self, row: dict[str, Any]) -> dict[str, Any]:
        """Make a record of a row; what Google leaves out of a key becomes empty."""
        record = self.reader.record(row)
        for name, empty in self._empties.items():
            if record[name] is None:
                record[name] = empty
        return record

    @cached_property
    def _empties(self) -> dict[str, Any]:
        """Keys that an answer may lack, and what stands there then: null is no key."""
        found: dict[str, Any] = {}
        for field in self.schema.fields:
            kind = self.schema["properties"][field.name]["type"][0]
            is_open = field.path.startswith("segments.") or field.name in self.may_lack
            if field.name in self.primary_keys and (is_open or kind == "boolean"):
                found[field.name] = {"boolean": False, "integer": 0}.get(kind, "")
        return found

    def rows(self, account: Account, first: str, last: str) -> Iterator[dict[str, Any]]:
        """Give the rows of one query as Google answers them."""
        preflight, keys = self.tap.preflight, self.key_paths
        day = (first or ANY_DAY)[:10]
        query = preflight.fit(self.name, self.query, keys, account, day)
        while True:
            try:
                yield from self._answer(account, query.text(first, last))
            except ShrinkError as error:  # A field went since it was validated.
                query = preflight.drop(self.name, self.query, keys, error)
            else:
                return

    def _answer(self, account: Account, query: str) -> Iterator[dict[str, Any]]:
        if self.at_once:
            try:
                yield from self.tap.api.stream(account, query)
            except TooLargeError:
                self.logger.info("%s: too much at once; by pages", self.name)
            else:
                return
        yield from self.tap.api.search(account, query)
