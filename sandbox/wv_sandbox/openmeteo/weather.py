"""A weather request from its parameters to the items of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wv_sandbox.climate import Cell
from wv_sandbox.hours import HOURS
from wv_sandbox.openmeteo import answers, columns, frames, models, query
from wv_sandbox.openmeteo.answers import Item, Section
from wv_sandbox.openmeteo.endpoints import grid_point
from wv_sandbox.openmeteo.errors import ApiError
from wv_sandbox.openmeteo.limits import MAX_WEIGHT, weight

if TYPE_CHECKING:
    from wv_sandbox.openmeteo.columns import Column
    from wv_sandbox.openmeteo.endpoints import Readers
    from wv_sandbox.openmeteo.frames import Frame
    from wv_sandbox.openmeteo.locations import Location
    from wv_sandbox.openmeteo.query import Query
    from wv_sandbox.openmeteo.words import Parameters

TOO_MUCH = (
    "Your API call requests too much data."
    " Please reduce the number of locations, variables or days."
)


@dataclass(frozen=True)
class Served:
    """An answer that is not yet written."""

    items: list[Item]
    unixtime: bool
    weight: float

    def write(self, milliseconds: float) -> bytes:
        """Write the body."""
        return answers.body(self.items, milliseconds, unixtime=self.unixtime)


class Weather:
    """One request to a weather endpoint.

    Args:
        readers: Where its values come from.
        max_locations: How many places the caller may ask for.
    """

    def __init__(self, readers: Readers, max_locations: int) -> None:
        self._readers = readers
        self._endpoint = readers.endpoint
        self._max_locations = max_locations

    def serve(self, parameters: Parameters) -> Served:
        """Answer the request.

        Raises:
            ApiError: The request is refused.
            StreamError: It fails after the status has been sent.
        """
        now = self._readers.now
        asked = query.parse(parameters, now)
        models.check(asked.models)
        self._check_names(asked)
        located = [
            (place, frames.frame(place, asked, self._endpoint, now))
            for place in asked.locations
        ]
        if len(located) > self._max_locations:
            many = self._max_locations
            message = f"Only up to {many} locations can be requested at once"
            raise ApiError(message)
        total = sum(weight(asked.variables, frame.count_days) for _, frame in located)
        if total > MAX_WEIGHT:
            raise ApiError(TOO_MUCH)
        items = [self._item(asked, place, frame) for place, frame in located]
        return Served(items, asked.unixtime, total)

    def _check_names(self, asked: Query) -> None:
        for name in asked.hourly:
            columns.check_hourly(name)
        for name in asked.daily:
            columns.check_daily(name, archive=self._endpoint.archive)

    def _item(self, asked: Query, place: Location, frame: Frame) -> Item:
        cell = Cell.at(place.latitude, place.longitude)
        coarse = self._endpoint.reanalysis(asked.models_or_best[0])
        north, east = grid_point(cell, place.latitude, place.longitude, coarse=coarse)
        height = cell.elevation_m if place.elevation is None else place.elevation
        sections = [
            self._section(name, asked, cell, frame)
            for name in ("hourly", "daily")
            if getattr(asked, name)
        ]
        return Item(north, east, height, place.number, place.zone, sections)

    def _section(self, name: str, asked: Query, cell: Cell, frame: Frame) -> Section:
        day = name == "daily"
        span, step = (frame.days, HOURS) if day else (frame.hours, 1)
        make, wanted = (
            (columns.daily, asked.daily) if day else (columns.hourly, asked.hourly)
        )
        made: dict[str, Column] = {}
        for model in asked.models_or_best:
            reader = self._readers.find(cell, frame.read(span), model, asked.run)
            suffix = f"_{model}" if len(asked.models) > 1 else ""
            for variable in wanted:
                made[variable + suffix] = make(variable, reader, asked.units)
        return Section(name, frame.labels(span, step, unixtime=asked.unixtime), made)
