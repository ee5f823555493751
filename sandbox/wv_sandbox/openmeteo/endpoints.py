"""The weather endpoints: what each allows, and whose values it serves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wv_sandbox.climate import Cell
from wv_sandbox.openmeteo import answers, columns, frames, query
from wv_sandbox.openmeteo.answers import Item, Section
from wv_sandbox.openmeteo.errors import ApiError
from wv_sandbox.openmeteo.limits import MAX_WEIGHT, weight
from wv_sandbox.openmeteo.readers import Archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from wv_sandbox.climate import Climate
    from wv_sandbox.openmeteo.frames import Frame, Limits
    from wv_sandbox.openmeteo.plans import Caller
    from wv_sandbox.openmeteo.query import Location, Parameters, Query, Span
    from wv_sandbox.openmeteo.readers import Reader

ARCHIVE_DELAY_DAYS = 5


class Endpoint(NamedTuple):
    """A weather endpoint.

    Attributes:
        limits: Ranges it allows on a given day (since 1970).
        reader: Makes the reader of one model (climate, cell, hours in GMT, model, now).
    """

    limits: Callable[[int], Limits]
    reader: Callable[[Climate, Cell, Span, str, datetime], Reader]


@dataclass(frozen=True)
class Served:
    """An answer that is not yet written."""

    items: list[Item]
    unixtime: bool
    weight: float

    def write(self, milliseconds: float) -> bytes:
        """Write the body."""
        return answers.body(self.items, milliseconds, unixtime=self.unixtime)


def serve_weather(
    endpoint: Endpoint,
    climate: Climate,
    now: datetime,
    caller: Caller,
    parameters: Parameters,
) -> Served:
    """Serve any weather endpoint.

    Raises:
        ApiError: The request is refused.
    """
    asked = query.parse(parameters, now)
    limits = endpoint.limits(day_of(now))
    if len(asked.locations) > caller.locations:
        message = f"Only up to {caller.locations} locations can be requested at once"
        raise ApiError(message)
    spans = [frames.frame(location, asked, limits, now) for location in asked.locations]
    total = sum(weight(asked.variables, frame.count_days) for frame in spans)
    if total > MAX_WEIGHT:
        message = "Your API call requests too much data. Please reduce locations, variables or days"
        raise ApiError(message)
    items = [
        _item(endpoint, climate, now, asked, location, frame)
        for location, frame in zip(asked.locations, spans, strict=True)
    ]
    return Served(items, asked.unixtime, total)


def _item(  # noqa: PLR0913  What one location's answer hangs on.
    endpoint: Endpoint,
    climate: Climate,
    now: datetime,
    asked: Query,
    location: Location,
    frame: Frame,
) -> Item:
    cell = Cell.at(location.latitude, location.longitude)
    sections = []
    for name, span, step, wanted, make in (
        ("hourly", frame.hours, 1, asked.hourly, columns.hourly),
        ("daily", frame.days, 24, asked.daily, columns.daily),
    ):
        if not wanted:
            continue
        section = Section(name, frame.labels(span, step, unixtime=asked.unixtime))
        for model in asked.models or ("best_match",):
            suffix = f"_{model}" if len(asked.models) > 1 else ""
            reader = endpoint.reader(climate, cell, frame.read(span), model, now)
            for variable in wanted:
                section.columns[variable + suffix] = make(variable, reader, asked.units)
        sections.append(section)
    elevation = cell.elevation_m if location.elevation is None else location.elevation
    return Item(
        cell.latitude, cell.longitude, elevation, location.number, location.zone, sections
    )


def day_of(now: datetime) -> int:
    """Give the UTC day, since 1970."""
    return int(now.timestamp()) // 86_400


def _archive_limits(today: int) -> Limits:
    first = int(np.datetime64("1940-01-01", "D").astype(np.int64))
    return frames.Limits(first, today, 7, 16, 92)


def _archive(climate: Climate, cell: Cell, span: Span, _model: str, now: datetime) -> Reader:
    return Archive(climate, cell, span, (day_of(now) - ARCHIVE_DELAY_DAYS) * 24)


ENDPOINTS: dict[tuple[str, str], Endpoint] = {
    ("archive-api", "/v1/archive"): Endpoint(_archive_limits, _archive),
    ("archive-api", "/v1/era5"): Endpoint(_archive_limits, _archive),
}
