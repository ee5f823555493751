"""What is asked once at the start: which shop, which scopes, which versions, what plan.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Shop
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tap_kit.errors import DataError, SettingsError, SkipError
from tap_shopify_wv.access import KINDS, Access
from tap_shopify_wv.answers import Answer

if TYPE_CHECKING:
    from tap_shopify_wv.api import AdminApi

logger = logging.getLogger(__name__)

START = """query start {
  shop { id myshopifyDomain ianaTimezone currencyCode createdAt }
  currentAppInstallation { accessScopes { handle } }
  publicApiVersions { handle supported }
}"""
PROBES = {
    "read_customers": """query probe {
  customers(first: 1) {
    edges {
      node {
        id
        firstName
        defaultEmailAddress { emailAddress }
        defaultPhoneNumber { phoneNumber }
        defaultAddress { address1 }
      }
    }
  }
}""",
    "read_orders": """query probe {
  orders(first: 1) {
    edges { node { id email phone shippingAddress { lastName address1 } } }
  }
}""",
}
_KIND_OF = {
    "firstName": "name",
    "lastName": "name",
    "email": "email",
    "emailAddress": "email",
    "defaultEmailAddress": "email",
    "phone": "phone",
    "phoneNumber": "phone",
    "defaultPhoneNumber": "phone",
    "address1": "address",
    "defaultAddress": "address",
    "shippingAddress": "address",
}
ALL_ORDERS = "read_all_orders"
_COST = 10.0


@dataclass(frozen=True)
class Shop:
    """The shop that a run reads.

    Args:
        id: Its gid.
        domain: Its permanent name.
        timezone: IANA name, in which its days begin.
        currency: ISO 4217.
        created_at: Nothing in it is older.
        access: What we may read of it.
    """

    id: str
    domain: str
    timezone: str
    currency: str
    created_at: datetime
    access: Access


def open_shop(api: AdminApi, version: str) -> Shop:
    """Ask what the run must know before it reads.

    Raises:
        SettingsError: The version is not supported any more, or not yet.
        DataError: The answer lacks what it must have.
        TapError: As the error rules say.
    """
    with api.any_version():
        data = api.ask(START, cost=_COST)
    try:
        _check_version(data["publicApiVersions"], version)
        granted = data["currentAppInstallation"]["accessScopes"]
        scopes = frozenset(str(scope["handle"]) for scope in granted)
        shop = data["shop"]
        return Shop(
            id=shop["id"],
            domain=shop["myshopifyDomain"],
            timezone=shop["ianaTimezone"],
            currency=shop["currencyCode"],
            created_at=datetime.fromisoformat(shop["createdAt"]),
            access=Access(version, scopes, _withheld(api, scopes)),
        )
    except (KeyError, TypeError, ValueError) as error:
        what = f"Shopify says too little about the shop ({type(error).__name__})"
        step = "the API has changed: report this line"
        raise DataError(what, where="start", next_step=step) from error


def _check_version(versions: list[dict[str, Any]], version: str) -> None:
    supported = sorted(v["handle"] for v in versions if v["supported"])
    if version not in supported:
        what = f"Shopify does not support version {version}"
        step = f"set it to one of {', '.join(supported)}"
        raise SettingsError(what, where="api_version", next_step=step)


def _withheld(api: AdminApi, scopes: frozenset[str]) -> frozenset[str]:
    """Find out by one row what personal data the shop keeps from us.

    The plan's name does not tell: development shops have all of it.
    """
    probe = next((text for scope, text in PROBES.items() if scope in scopes), None)
    if probe is None:
        return frozenset()
    try:
        api.ask(probe, cost=_COST)
    except SkipError as error:
        denied = _denied(error)
        logger.warning(
            "The shop keeps protected customer data from this app: %s. Their columns "
            "will be null. %s",
            ", ".join(sorted(denied)),
            error,
        )
        return denied
    return frozenset()


def _denied(error: SkipError) -> frozenset[str]:
    problems = Answer.of(error.response).problems if error.response is not None else ()
    kinds = {
        _KIND_OF.get(name) for problem in problems for name in problem.path[-2:]
    } - {None}
    return frozenset(kind for kind in kinds if kind) or KINDS
