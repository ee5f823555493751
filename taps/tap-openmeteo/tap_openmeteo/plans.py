"""Plans and hosts: who may ask what, where, and how much.

https://open-meteo.com/en/pricing; limits as the server's rate limiter counts them.
"""

from __future__ import annotations

from dataclasses import dataclass

from tap_kit.errors import SettingsError

MINUTE, HOUR, DAY = 60, 3600, 86400
WINDOWS = {"minutely_limit": MINUTE, "hourly_limit": HOUR, "daily_limit": DAY}
"""Which window [s] an error rule says is full."""
REQUESTS_PER_SECOND = 5.0
"""A second ceiling; the first is weight (see `batches.weight`)."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One API of Open-Meteo.

    Args:
        host: First label of its host, `customer-` apart.
        path: With its leading slash.
        archive_family: Needs the plan Professional or Enterprise when one pays.
    """

    host: str
    path: str
    archive_family: bool = False


FORECAST = Endpoint("api", "/v1/forecast")
ARCHIVE = Endpoint("archive-api", "/v1/archive", archive_family=True)
HISTORICAL_FORECAST = Endpoint(
    "historical-forecast-api", "/v1/forecast", archive_family=True
)
PREVIOUS_RUNS = Endpoint("previous-runs-api", "/v1/forecast", archive_family=True)
GEOCODING = Endpoint("geocoding-api", "/v1/search")
MODEL_METADATA = Endpoint("api", "/data/{model}/static/meta.json")
_APIS = (FORECAST, ARCHIVE, HISTORICAL_FORECAST, PREVIOUS_RUNS, GEOCODING)
ALLOWED_HOSTS = tuple(
    f"{prefix}{api.host}.open-meteo.com"
    for api in _APIS
    for prefix in ("", "customer-")
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a subscription allows.

    Args:
        name: As in the setting `plan`.
        paid: Customer hosts and a key; commercial use allowed.
        archive_family: Whether archive, historical-forecast and previous-runs answer.
        windows: Fixed windows [s] and the weight each allows; none are enforced on
            paid plans.
        max_locations: Places in one request.
    """

    name: str
    paid: bool
    archive_family: bool
    windows: tuple[tuple[int, float], ...] = ()
    max_locations: int = 10_000


PLANS = {
    plan.name: plan
    for plan in (
        Plan(
            "free",
            paid=False,
            archive_family=True,
            windows=((MINUTE, 600.0), (HOUR, 5_000.0), (DAY, 10_000.0)),
            max_locations=1_000,
        ),
        Plan("standard", paid=True, archive_family=False),
        Plan("professional", paid=True, archive_family=True),
        Plan("enterprise", paid=True, archive_family=True),
    )
}


def plan_of(name: str | None, *, has_key: bool) -> Plan:
    """Choose the plan; a key without a plan is taken as Professional.

    Raises:
        SettingsError: A paid plan without its key, or the free one with a key.
    """
    plan = PLANS[name or "professional"]
    if plan.paid and not has_key:
        what = f"plan {plan.name} needs a key"
        step = "set `api_key`, or plan: free for non-commercial use"
        raise SettingsError(what, where="setting api_key", next_step=step)
    if has_key and not plan.paid:
        what = "the free plan has no key"
        step = "remove `api_key`, or name the plan that you pay"
        raise SettingsError(what, where="setting plan", next_step=step)
    return plan


def require(plan: Plan, endpoint: Endpoint, stream: str) -> None:
    """Refuse a stream that the plan would be refused for, before any call.

    Raises:
        SettingsError: The endpoint needs a larger plan.
    """
    if endpoint.archive_family and not plan.archive_family:
        what = f"plan {plan.name} does not include {endpoint.host}"
        step = "deselect the stream, or take the plan Professional"
        raise SettingsError(what, where=f"stream {stream}", next_step=step)


def url_base(endpoint: Endpoint, plan: Plan, api_base_url: str | None) -> str:
    """Build the address of an API.

    Args:
        endpoint: Which API.
        plan: Paid plans have hosts of their own.
        api_base_url: A sandbox or gateway that serves every API under its host label.
    """
    label = f"customer-{endpoint.host}" if plan.paid else endpoint.host
    if api_base_url:
        return f"{api_base_url.rstrip('/')}/{label}"
    return f"https://{label}.open-meteo.com"
