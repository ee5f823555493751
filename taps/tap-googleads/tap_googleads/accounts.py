"""Which accounts there are, how each is reached, and which of them are left out.

https://developers.google.com/google-ads/api/docs/account-management/get-account-hierarchy
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tap_googleads.errors import WHOLE_ACCOUNT
from tap_kit.errors import SettingsError, SkipError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tap_googleads.api import Api
    from tap_kit.report import RunReport

logger = logging.getLogger(__name__)

HIERARCHY = (
    "SELECT customer_client.id, customer_client.currency_code, "
    "customer_client.time_zone, customer_client.manager, customer_client.status "
    "FROM customer_client"
)
ITSELF = (
    "SELECT customer.id, customer.currency_code, customer.time_zone, "
    "customer.manager, customer.status FROM customer LIMIT 1"
)
ENABLED = "ENABLED"
_NUMBER = re.compile(r"[0-9]{10}")


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account.

    Args:
        id: Its ten digits.
        login: The account one goes through to reach it; None where that is itself.
        currency: ISO 4217.
        zone: Its time zone, IANA.
        is_manager: Whether it holds accounts instead of campaigns.
        status: `ENABLED`, or why it is not.
    """

    id: str
    login: str | None = None
    currency: str | None = None
    zone: str = "UTC"
    is_manager: bool = False
    status: str = ENABLED


class Accounts:
    """The accounts of a run.

    Args:
        api: Asks Google.
        login: The manager to go through; all that the user may see if None.
        wanted: Numbers of the accounts to read; all if empty.
        report: Where accounts are told that were left out.
    """

    def __init__(
        self, api: Api, login: str | None, wanted: Iterable[str], report: RunReport
    ) -> None:
        self._api = api
        self._login = number(login, "login_customer_id") if login else None
        self._wanted = [number(text, "customer_ids") for text in wanted]
        self._report = report
        self._found: dict[str, Account] = {}
        self._refused: dict[str, SkipError] = {}
        self._out: set[str] = set()
        self._read: dict[str, tuple[int, int]] = {}

    @cached_property
    def roots(self) -> Sequence[str]:
        """The accounts that the user was given access to, by number."""
        return self._api.accessible()

    @cached_property
    def all(self) -> Sequence[Account]:
        """Every account that is wanted and that can be reached, each once."""
        for root in [self._login] if self._login else self.roots:
            if root not in self._found:
                self._look_below(root, root)
        for wanted in self._wanted:
            if wanted not in self._found | self._refused:
                self._look_below(wanted, self._login or wanted)
        for number, error in self.refused.items():
            logger.warning("Account %s is left out. %s", number, error)
            self._report.add_quarantines()
            self.leave_out(number, error)
        chosen = dict.fromkeys(self._wanted or self._found)
        return self._enabled(self._found[i] for i in chosen if i in self._found)

    @property
    def refused(self) -> Mapping[str, SkipError]:
        """Accounts that are wanted and that no way leads to, and why."""
        wanted = self._wanted or self._refused
        none = self._refused.keys() - self._found.keys()
        return {number: self._refused[number] for number in wanted if number in none}

    @property
    def clients(self) -> Iterator[Account]:
        """Accounts with campaigns; managers have no metrics."""
        return (a for a in self.managers_too if not a.is_manager)

    @property
    def managers_too(self) -> Iterator[Account]:
        """All accounts that have not been left out meanwhile."""
        return (a for a in self.all if a.id not in self._out)

    @property
    def managers(self) -> Iterator[Account]:
        """Accounts that hold others."""
        return (a for a in self.managers_too if a.is_manager)

    def done(self, account: Account, rows: int) -> None:
        """Count what one stream read of an account, and tell it with the run."""
        streams, before = self._read.get(account.id, (0, 0))
        self._read[account.id] = streams + 1, before + rows
        words = f"{streams + 1} streams, {before + rows:,} rows"
        self._report.add_checkpoint(f"account {account.id}", words)

    def leave_out(self, account: str, error: SkipError) -> None:
        """Ask nothing more of an account, where the error is about all of it."""
        rule = error.rule.name if error.rule else type(error).__name__
        if rule in WHOLE_ACCOUNT:
            self._out.add(account)
        self._report.add_checkpoint(f"account {account}", f"left out ({rule})")

    def _look_below(self, root: str, login: str) -> None:
        """Find an account and those below it; an account keeps its first way in."""
        at = Account(id=root, login=login)
        try:
            rows = list(self._api.search(at, HIERARCHY))
            if not rows:  # Some accounts without others below do not list themselves.
                rows = list(self._api.search(at, ITSELF))
        except SkipError as error:
            self._refused[root] = error
            return
        for row in rows:
            client = row.get("customerClient") or row.get("customer") or {}
            account = _account(client, login)
            self._found.setdefault(account.id, account)

    def _enabled(self, accounts: Iterable[Account]) -> list[Account]:
        good = []
        for account in accounts:
            if account.status == ENABLED:
                good.append(account)
                continue
            logger.info("Account %s is %s: not read", account.id, account.status)
            words = f"not read ({account.status.lower()})"
            self._report.add_checkpoint(f"account {account.id}", words)
        return good


def _account(client: Mapping[str, Any], login: str | None) -> Account:
    return Account(
        id=str(client["id"]),
        login=login,
        currency=client.get("currencyCode"),
        zone=str(client.get("timeZone") or "UTC"),
        is_manager=bool(client.get("manager")),
        status=str(client.get("status") or ENABLED),
    )


def number(text: str, setting: str) -> str:
    """Return an account's ten digits, also of 123-456-7890.

    Raises:
        SettingsError: It is no such number.
    """
    digits = text.strip().replace("-", "")
    if not _NUMBER.fullmatch(digits):
        what = f"{text!r} is no account"
        step = "write its ten digits, as Google Ads shows them"
        raise SettingsError(what, where=setting, next_step=step)
    return digits
