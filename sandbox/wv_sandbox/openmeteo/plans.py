"""Hosts, keys and plans."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from wv_sandbox.openmeteo.errors import ApiError

if TYPE_CHECKING:
    from wv_sandbox.exchange import Exchange
    from wv_sandbox.openmeteo.words import Parameters

_CUSTOMER = "customer-"


class Plan(IntEnum):
    """Paid plans, the lesser first."""

    STANDARD = 1
    PROFESSIONAL = 2
    ENTERPRISE = 3


KEYS = {
    "sandbox": Plan.PROFESSIONAL,
    "sandbox-standard": Plan.STANDARD,
    "sandbox-professional": Plan.PROFESSIONAL,
    "sandbox-enterprise": Plan.ENTERPRISE,
}
"""The keys the sandbox knows."""

_NEEDS = {
    "archive-api": Plan.PROFESSIONAL,
    "historical-forecast-api": Plan.PROFESSIONAL,
    "previous-runs-api": Plan.PROFESSIONAL,
    "single-runs-api": Plan.PROFESSIONAL,
}
WEATHER_HOSTS = frozenset({"api", *_NEEDS})


@dataclass(frozen=True)
class Caller:
    """Who calls, and what it may.

    Attributes:
        name: Address on a free host, key on a customer host.
        free: Whether the windows of the free API count.
        at_once: Calls that may run together.
        in_flight: Calls that may run or wait.
        locations: Locations a call may ask for.
    """

    name: str
    free: bool
    at_once: int
    in_flight: int
    locations: int


def key_of(exchange: Exchange, parameters: Parameters) -> str | None:
    """Find the key: the header comes before the parameter."""
    header = exchange.headers.get("x-api-key")
    return header or next(iter(parameters.get("apikey", [])), None)


def is_customer(label: str) -> bool:
    """Tell whether a host is for paying callers."""
    return label.startswith(_CUSTOMER)


def family(label: str) -> str:
    """Cut `customer-` off a host's label."""
    return label.removeprefix(_CUSTOMER)


def caller(label: str, exchange: Exchange, parameters: Parameters) -> Caller:
    """Tell who calls.

    Args:
        label: Host without `.open-meteo.com`.
        exchange: The request.
        parameters: Its parameters, of which one may be the key.

    Raises:
        ApiError: A key lacks (401), is wrong (400), or its plan does not do (403).
    """
    if not is_customer(label):
        return Caller(
            exchange.client, free=True, at_once=1, in_flight=5, locations=1_000
        )
    key = key_of(exchange, parameters)
    if not key:
        message = "API key required. Please add &apikey= to the URL."
        raise ApiError(message, 401)
    if key not in KEYS:
        message = "The supplied API key is invalid."
        raise ApiError(message)
    if KEYS[key] < _NEEDS.get(family(label), Plan.STANDARD):
        message = "This API endpoint requires the API Professional or Enterprise plan"
        raise ApiError(message, 403)
    return Caller(key, free=False, at_once=2, in_flight=256, locations=10_000)
