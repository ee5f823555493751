"""The ad accounts of a run: found or named, filtered, each once.

https://developers.facebook.com/docs/marketing-api/reference/ad-account
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tap_kit.errors import SettingsError, SkipError
from tap_metaads.governor import Gate
from tap_metaads.money import minor_unit_offset
from tap_metaads.usage import MANAGEMENT_CASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tap_metaads.api import Graph

FIELDS = (
    "id",
    "account_id",
    "name",
    "account_status",
    "currency",
    "timezone_id",
    "timezone_name",
    "timezone_offset_hours_utc",
    "business",
    "business_country_code",
    "business_state",
    "business_city",
    "business_zip",
    "created_time",
    "amount_spent",
    "balance",
    "spend_cap",
    "min_daily_budget",
    "disable_reason",
    "owner",
    "is_prepay_account",
    "attribution_spec",
)
EDGES = ("owned_ad_accounts", "client_ad_accounts")
"""Where a business has its accounts."""
_PAGE = 100


@dataclass(frozen=True)
class Account:
    """One ad account.

    Args:
        identity: Digits, without `act_`.
        currency: ISO 4217.
        timezone: IANA name; the account's days are days there.
        resource: All that Meta tells.
    """

    identity: str
    currency: str
    timezone: str
    resource: Mapping[str, Any] = field(compare=False)

    @property
    def node(self) -> str:
        """Its name in paths."""
        return f"act_{self.identity}"

    @property
    def minor_unit_offset(self) -> int:
        """By what raw amounts of budgets are divided [1]."""
        return minor_unit_offset(self.currency)


@dataclass
class AccountSummary:
    """How an account's run went.

    Args:
        rows: Records that were read [count].
        left_out: Streams that could not be read.
    """

    rows: int = 0
    left_out: list[str] = field(default_factory=list)


class Accounts:
    """The accounts of a run.

    Args:
        api: Asks Meta.
        named: Ids from the settings; all that the token may see if empty.
        left_out: Ids that are not read.
        business: Business whose accounts are read; empty if none is set.
        skip: Told of an account that cannot be read.
    """

    def __init__(
        self,
        api: Graph,
        *,
        named: list[str],
        left_out: list[str],
        business: str,
        skip: Callable[[SkipError], None],
    ) -> None:
        self._api = api
        self._named = [digits(identity) for identity in named]
        self._left_out = {digits(identity) for identity in left_out}
        self._business = business
        self._skip = skip

    @cached_property
    def all(self) -> list[Account]:
        """Each account once, by id.

        Raises:
            SettingsError: None is left.
            TapError: As the error rules say.
        """
        found: dict[str, Account] = {}
        for resource in self._resources():
            identity = digits(str(resource.get("account_id") or resource.get("id")))
            if identity not in self._left_out:
                found[identity] = _account(identity, resource)
        if not found:
            what = "there is no ad account to read"
            step = "give the token's owner an ad account, or correct `account_ids`"
            raise SettingsError(what, where="ad accounts", next_step=step)
        return [found[identity] for identity in sorted(found, key=int)]

    def _resources(self) -> Iterator[dict[str, Any]]:
        if self._named:
            yield from self._read_named()
            return
        edges = [f"{self._business}/{edge}" for edge in EDGES if self._business]
        for path in edges or ["me/adaccounts"]:
            pages = self._api.pages(
                path,
                {"fields": list(FIELDS)},
                Gate("", MANAGEMENT_CASE),
                limit=_PAGE,
                keep=("id", "account_id", "currency", "timezone_name"),
            )
            for page in pages:
                yield from page

    def _read_named(self) -> Iterator[dict[str, Any]]:
        for identity in self._named:
            gate = Gate(identity, MANAGEMENT_CASE)
            asked = {"fields": list(FIELDS)}
            try:
                yield self._api.get(f"act_{identity}", asked, gate)
            except SkipError as error:
                self._skip(error)


def digits(identity: str) -> str:
    """Return an account's id without `act_`.

    Raises:
        SettingsError: It is none.
    """
    bare = identity.strip().removeprefix("act_")
    if not (bare.isascii() and bare.isdigit()):
        what = f"{identity!r} is no ad account"
        step = "write its digits, with or without act_"
        raise SettingsError(what, where="account_ids", next_step=step)
    return bare


def _account(identity: str, resource: Mapping[str, Any]) -> Account:
    return Account(
        identity,
        str(resource.get("currency") or ""),
        str(resource.get("timezone_name") or ""),
        resource,
    )
