"""The accounts of one advertiser: a manager, who is below it, and who may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wv_sandbox.googleads.errors import GoogleAdsError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Account:
    """An account.

    Attributes:
        id: Its ten digits.
        name: As people call it.
        label: Of the shop that it advertises; empty where nothing is delivered.
        currency: ISO 4217.
        zone: IANA name; its days are what reports are dated by.
        parents: Managers directly above it.
        is_manager: Whether it holds accounts instead of campaigns.
        status: `ENABLED`, or why it is not.
        is_denied: Whether its owner took the user's permission away.
        is_direct: Whether the user was invited to it itself.
    """

    id: str
    name: str
    label: str = ""
    currency: str = "USD"
    zone: str = "America/New_York"
    parents: tuple[str, ...] = ()
    is_manager: bool = False
    status: str = "ENABLED"
    is_denied: bool = False
    is_direct: bool = False


MANAGER: Final = Account(
    "9000000001", "WeatherVane Group", is_manager=True, is_direct=True
)
EUROPE: Final = Account(
    "9000000002",
    "WeatherVane Europe",
    currency="EUR",
    zone="Europe/Berlin",
    parents=(MANAGER.id,),
    is_manager=True,
)
MAIN: Final = Account(
    "1000000001",
    "WeatherVane Demo",
    "weathervane-demo",
    parents=(MANAGER.id, EUROPE.id),
)
SMALL: Final = Account(
    "1000000002",
    "WeatherVane Europa",
    "tax-included-300",
    "EUR",
    "Europe/Berlin",
    parents=(EUROPE.id,),
    is_direct=True,
)
DENIED: Final = Account(
    "1000000003", "WeatherVane Partner", parents=(MANAGER.id,), is_denied=True
)
CLOSED: Final = Account(
    "1000000004",
    "WeatherVane Closed",
    parents=(MANAGER.id,),
    status="CANCELED",
    is_direct=True,
)
ACCOUNTS: Final = {
    account.id: account for account in (MANAGER, EUROPE, MAIN, SMALL, DENIED, CLOSED)
}
"""All accounts by their ids."""


def accessible() -> list[str]:
    """Give the ids of the accounts that the user was invited to."""
    return [account.id for account in ACCOUNTS.values() if account.is_direct]


def below(root: Account) -> Iterator[tuple[Account, int]]:
    """Give an account and all below it, each with its level, by every way there is."""
    level = [root]
    depth = 0
    while level:
        for account in level:
            yield account, depth
        level = [
            child
            for parent in level
            for child in ACCOUNTS.values()
            if parent.id in child.parents
        ]
        depth += 1


def entered(customer: str, login: str | None) -> Account:
    """Give the account that a request is for.

    Args:
        customer: Its id, as the path has it.
        login: Header `login-customer-id`; the account that one comes through.

    Raises:
        GoogleAdsError: There is no such account, or no way to it.
    """
    if not (customer.isdecimal() and len(customer) == 10):  # noqa: PLR2004 - digits.
        words = f"The customer id '{customer}' is not valid."
        raise GoogleAdsError(words, "requestError.INVALID_CUSTOMER_ID")
    account = ACCOUNTS.get(customer)
    if account is None:
        words = f"No customer found for the provided customer id '{customer}'."
        raise GoogleAdsError(words, "authenticationError.CUSTOMER_NOT_FOUND", 401)
    _check_way(account, login)
    if account.status != "ENABLED":
        words = (
            "The customer account can't be accessed because it is not yet enabled or "
            "has been deactivated."
        )
        raise GoogleAdsError(words, "authorizationError.CUSTOMER_NOT_ENABLED", 403)
    return account


def _check_way(account: Account, login: str | None) -> None:
    door = ACCOUNTS.get(login or account.id)
    # Who comes through nobody has to be invited to the account itself.
    is_open = door is not None and (
        account.is_direct if door is account else _may_enter(door)
    )
    if door is None or account.is_denied or not is_open:
        words = (
            "User has no permission to access customer. To access a client customer, "
            "the manager's id must be set in the header 'login-customer-id'."
        )
        raise GoogleAdsError(words, "authorizationError.USER_PERMISSION_DENIED", 403)
    if account not in (found for found, _ in below(door)):
        name = "INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION"
        words = "The login customer does not manage the serving customer."
        raise GoogleAdsError(words, f"authorizationError.{name}", 403)


def _may_enter(door: Account) -> bool:
    """Tell whether the user was invited to an account, or to a manager above it."""
    return door.is_direct or any(_may_enter(ACCOUNTS[up]) for up in door.parents)
