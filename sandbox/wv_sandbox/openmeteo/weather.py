"""A weather request from its parameters to the items of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wv_sandbox.climate import Cell
from wv_sandbox.openmeteo import answers, columns, frames, models, query
from wv_sandbox.openmeteo.answers import Item, Section
from wv_sandbox.openmeteo.endpoints import grid_point, reader
from wv_sandbox.openmeteo.errors import ApiError, StreamError
from wv_sandbox.openmeteo.limits import MAX_WEIGHT, weight

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from wv_sandbox.climate import Climate
    from wv_sandbox.openmeteo.columns import Column
    from wv_sandbox.openmeteo.endpoints import Endpoint
    from wv_sandbox.openmeteo.frames import Frame
    from wv_sandbox.openmeteo.query import Location, Parameters, Query, Span
    from wv_sandbox.openmeteo.readers import Reader
    from wv_sandbox.openmeteo.units import Units

    Make = Callable[[str, Reader, Units], Column]

_HOUR_SECONDS = 3600
_DAY_SECONDS = 86_400


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
        endpoint: Which one.
        climate: The seeded climate.
        now: Sandbox time.
        max_locations: How many the caller may ask for.
    """

    def __init__(
        self, endpoint: Endpoint, climate: Climate, now: datetime, max_locations: int
    ) -> None:
        self._endpoint = endpoint
        self._climate = climate
        self._now = now
        self._max_locations = max_locations

    def serve(self, parameters: Parameters) -> Served:
        """Answer the request.

        Raises:
            ApiError: The request is refused.
            StreamError: It fails after the status has been sent.
        """
        asked = query.parse(parameters, self._now)
        models.check(asked.models)
        spans = [self._frame(asked, location) for location in asked.locations]
        if len(asked.locations) > self._max_locations:
            message = (
                f"Only up to {self._max_locations} locations can be requested at once"
            )
            raise ApiError(message)
        total = sum(weight(asked.variables, frame.count_days) for frame in spans)
        if total > MAX_WEIGHT:
            message = (
                "Your API call requests too much data."
                " Please reduce the number of locations, variables or days."
            )
            raise ApiError(message)
        located = zip(asked.locations, spans, strict=True)
        items = [self._item(asked, location, frame) for location, frame in located]
        return Served(items, asked.unixtime, total)

    def _frame(self, asked: Query, location: Location) -> Frame:
        if not self._endpoint.single:
            today = int(self._now.timestamp()) // _DAY_SECONDS
            return frames.frame(
                location, asked, self._endpoint.limits(today), self._now
            )
        if asked.run is None:
            message = "Parameter 'run' is required"
            raise ApiError(message)
        if location.days or location.hours:
            message = (
                "Parameter 'run' is mutually exclusive with 'start_date' and 'end_date'"
            )
            raise ApiError(message)
        run = models.run_at(asked.run)
        if asked.run % models.RUN_HOURS or run.available > self._now.timestamp():
            name = (asked.models or (models.BEST_MATCH,))[0]
            seconds = asked.run * _HOUR_SECONDS
            raise StreamError(
                f"modelRunUnavailable(model: {name}, run: "
                f"OmTime.Timestamp(timeIntervalSince1970: {seconds}))"
            )
        limits = self._endpoint.limits(asked.run // 24)
        return frames.from_run(location, asked, limits, asked.run)

    def _item(self, asked: Query, location: Location, frame: Frame) -> Item:
        cell = Cell.at(location.latitude, location.longitude)
        sections = [
            self._section(name, wanted, make, asked, cell, frame)
            for name, wanted, make in (
                ("hourly", asked.hourly, columns.hourly),
                ("daily", asked.daily, columns.daily),
            )
            if wanted
        ]
        coarse = self._endpoint.reanalysis((asked.models or (models.BEST_MATCH,))[0])
        return Item(
            *grid_point(cell, location.latitude, location.longitude, coarse=coarse),
            elevation=cell.elevation_m
            if location.elevation is None
            else location.elevation,
            number=location.number,
            zone=location.zone,
            sections=sections,
        )

    def _section(  # noqa: PLR0913  What a section hangs on.
        self,
        name: str,
        wanted: tuple[str, ...],
        make: Make,
        asked: Query,
        cell: Cell,
        frame: Frame,
    ) -> Section:
        span = frame.days if name == "daily" else frame.hours
        made: dict[str, Column] = {}
        for model in asked.models or (models.BEST_MATCH,):
            source = self._reader(cell, frame.read(span), model, asked.run)
            suffix = f"_{model}" if len(asked.models) > 1 else ""
            for variable in wanted:
                if name == "daily" and self._endpoint.archive:
                    columns.check_archived(variable)
                made[variable + suffix] = make(variable, source, asked.units)
        step = 24 if name == "daily" else 1
        return Section(name, frame.labels(span, step, unixtime=asked.unixtime), made)

    def _reader(self, cell: Cell, span: Span, model: str, run: int | None) -> Reader:
        single = run if self._endpoint.single else None
        return reader(
            self._endpoint, self._climate, cell, span, model, self._now, single
        )
