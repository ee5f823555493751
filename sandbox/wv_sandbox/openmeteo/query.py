"""What a request asks for, read and checked the way the server does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wv_sandbox.openmeteo.errors import ApiError, malformed
from wv_sandbox.openmeteo.locations import locations
from wv_sandbox.openmeteo.models import BEST_MATCH
from wv_sandbox.openmeteo.units import Units
from wv_sandbox.openmeteo.words import instant, whole, words

if TYPE_CHECKING:
    from datetime import datetime

    from wv_sandbox.openmeteo.locations import Location
    from wv_sandbox.openmeteo.words import Parameters

_EXCLUSIVE = "Parameter '{}' is mutually exclusive with 'start_date' and 'end_date'"

_NOT_SERVED = frozenset(
    {
        "bounding_box",
        "current",
        "current_weather",
        "format",
        "minutely_15",
        "temporal_resolution",
    }
)


@dataclass(frozen=True)
class Query:
    """A whole request.

    Attributes:
        locations: Places, in the order of the request.
        hourly: Hourly variables.
        daily: Daily variables.
        models: Models; empty for the best match.
        units: Units wanted.
        unixtime: Whether times are seconds since 1970.
        past_days: Days before today.
        forecast_days: Days from today on.
        run: Start of the run wanted, in hours since 1970.
    """

    locations: tuple[Location, ...]
    hourly: tuple[str, ...]
    daily: tuple[str, ...]
    models: tuple[str, ...]
    units: Units
    unixtime: bool
    past_days: int | None
    forecast_days: int | None
    run: int | None

    @property
    def variables(self) -> int:
        """Number of variables times number of models, as the weight counts them."""
        return (len(self.hourly) + len(self.daily)) * len(self.models_or_best)

    @property
    def models_or_best(self) -> tuple[str, ...]:
        """Models, or the best match if none is named."""
        return self.models or (BEST_MATCH,)


def parse(parameters: Parameters, now: datetime) -> Query:
    """Read a request.

    Raises:
        ApiError: Something is missing, unknown or contradicts itself.
    """
    single = {name: values[-1] for name, values in parameters.items() if values}
    for name in single.keys() & _NOT_SERVED:
        if (name, single[name]) != ("format", "json"):
            message = f"The sandbox does not serve the parameter '{name}'"
            raise ApiError(message)
    query = Query(
        locations=locations(parameters, now),
        hourly=words(parameters, "hourly"),
        daily=words(parameters, "daily"),
        models=words(parameters, "models"),
        units=Units.of(single),
        unixtime=_is_unixtime(single.get("timeformat", "iso8601")),
        past_days=whole(parameters, "past_days"),
        forecast_days=whole(parameters, "forecast_days"),
        run=instant(single["run"], "h") if "run" in single else None,
    )
    if query.locations[0].days or query.locations[0].hours:
        for name in ("past_days", "forecast_days"):
            if getattr(query, name):
                raise ApiError(_EXCLUSIVE.format(name))
    return query


def _is_unixtime(word: str) -> bool:
    if word not in {"iso8601", "unixtime"}:
        raise malformed(word, "Timeformat", "timeformat")
    return word == "unixtime"
