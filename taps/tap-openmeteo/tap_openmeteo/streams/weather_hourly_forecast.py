"""Hourly forecasts, run after run: none is overwritten by the next.

https://open-meteo.com/en/docs
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.columns import columns
from tap_openmeteo import columns as shared
from tap_openmeteo import plans, variables
from tap_openmeteo.batches import batches
from tap_openmeteo.client import text
from tap_openmeteo.model_run import newest_run
from tap_openmeteo.through import INSTANTS
from tap_openmeteo.weather import Slice, WeatherStream

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tap_openmeteo.batches import Batch
    from tap_openmeteo.places import Place


class WeatherHourlyForecastStream(WeatherStream):
    """One record a cell, UTC hour, model and model run."""

    name = "weather_hourly_forecast"
    primary_keys = ("cell_id", "time", "model", "issued_at")
    endpoint = plans.FORECAST
    positions = INSTANTS
    variables = variables.FORECAST
    schema = columns(
        shared.CELL,
        shared.TIME,
        shared.MODEL,
        shared.ISSUED_AT,
        shared.AS_OF,
        *shared.of(variables),
        *shared.GRID,
    )

    @property
    @override
    def model(self) -> str:
        return str(self.config["forecast_model"])

    @cached_property
    def issued_at(self) -> datetime:
        """When the run began that the servers answer with."""
        run = newest_run(self, self.config["forecast_run_model"])
        return run.settled_at(self.tap.clock.now())

    @property
    @override
    def slices(self) -> tuple[Slice, ...]:  # type: ignore[override] # Known at run time.
        return (Slice(constants={"issued_at": text(self.issued_at)}),)

    @property
    @override
    def width(self) -> int:
        return len(self._selected)  # The run that its slice names need not be known.

    @override
    def batches(self) -> Iterable[Batch]:
        """Ask only for cells that have not seen this run yet."""
        return self._batches(
            [
                place
                for place in self.places
                if (seen := self.through.get(place.id)) is None or seen < self.issued_at
            ]
        )

    @override
    def expected(self) -> Iterable[Batch]:
        return self._batches(self.places)

    def _batches(self, places: Sequence[Place]) -> Iterable[Batch]:
        today = self.tap.clock.now().date()
        return batches(
            places,
            today,
            today + timedelta(days=self.config["forecast_days"] - 1),
            variables=self.width,
            limits=self.tap.limits,
        )

    @override
    def stretches(self, batch: Batch) -> Iterable[tuple[slice, datetime]]:
        """Move a cell on only with its whole forecast."""
        return [(slice(None), self.issued_at)]

    @override
    def known_at(self, time: int, fetched: float) -> float:
        return fetched
