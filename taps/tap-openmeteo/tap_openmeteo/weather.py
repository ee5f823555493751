"""What the weather streams share: from places and days to records.

A stream declares its API, variables and keys; here they become requests, checked
answers, records, and a state that moves on place by place.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tap_kit.errors import SettingsError, SkipError, SplitError
from tap_kit.planning import Reading
from tap_openmeteo.answers import Asked, series
from tap_openmeteo.batches import Batch
from tap_openmeteo.client import OpenMeteoStream, stamp
from tap_openmeteo.variables import UNIT_PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from singer_sdk.helpers.types import Context

    from tap_openmeteo.answers import Series
    from tap_openmeteo.places import Place
    from tap_openmeteo.variables import Variable

HOUR_SECONDS = 3_600
RUN_LAG_SECONDS = 6 * HOUR_SECONDS
"""From the start of a global model run until its values can be had [s]."""
POST_PLACES = 50
TRIED_DAYS_AGO = timedelta(days=10)
"""A day that every one of the APIs has."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of an answer that becomes records of its own.

    Args:
        suffix: Of its columns in the answer.
        constants: Columns that its records have in common.
        lead_seconds: How long before its time a value was predicted [s].
    """

    suffix: str = ""
    constants: dict[str, Any] = field(default_factory=dict)
    lead_seconds: int = 0


class WeatherStream(OpenMeteoStream):
    """One record a place and time of one model."""

    variables: ClassVar[tuple[Variable, ...]]
    slices: tuple[Slice, ...] = (Slice(),)
    section: ClassVar[str] = "hourly"
    step_seconds: ClassVar[int] = HOUR_SECONDS
    place_column: ClassVar[str] = "cell_id"
    _empty_times = 0

    # ---------- what a stream says

    @property
    @abstractmethod
    def model(self) -> str:
        """The value of `models`; it stands in every record."""

    @property
    def places(self) -> Sequence[Place]:
        """Where: the configured cells."""
        return self.tap.cells

    @abstractmethod
    def batches(self) -> Iterable[Batch]:
        """Say what to ask for, in the order in which places move on."""

    @abstractmethod
    def stretches(self, batch: Batch) -> Iterable[tuple[slice, date]]:
        """Cut a place's times where it may move on, and say where it stands then."""

    @abstractmethod
    def known_at(self, time: int, fetched: float) -> float:
        """Say since when the value of a time was known; all [s since 1970]."""

    def expected(self) -> Iterable[Batch]:
        """Say at most what to ask for, as far as that is known without asking."""
        return self.batches()

    @override
    def reading(self) -> Reading:
        batches = [*self.expected()]
        columns = self.width
        return Reading(
            stream=self.name,
            start=min((batch.start for batch in batches), default=None),
            end=max((batch.end for batch in batches), default=None),
            requests=len(batches),
            is_least=False,
            cost=sum(batch.weight(columns) for batch in batches),
        )

    @override
    def try_out(self) -> object:
        day = self.tap.clock.now().date() - TRIED_DAYS_AGO
        return self.ask(self._parameters(Batch((self.places[0],), day, day)))

    def time_columns(self, time: int) -> dict[str, str]:
        """Return the time [s since 1970] as it stands in the record."""
        return {"time": stamp(time)}

    # ---------- how it is done

    @cached_property
    def units(self) -> dict[str, str]:
        """Columns to ask for, with the unit each must have.

        What the catalog deselects is not even paid for.

        Raises:
            SettingsError: No variable is selected.
        """
        if not self._selected:
            what = "no weather variable is selected"
            step = "select one in the catalog, or deselect the stream"
            raise SettingsError(what, where=f"stream {self.name}", next_step=step)
        return {
            variable.name + part.suffix: variable.unit
            for part in self.slices
            for variable in self._selected
        }

    @property
    def width(self) -> int:
        """How many columns are asked for."""
        return len(self.units)

    @cached_property
    def _selected(self) -> list[Variable]:
        return [v for v in self.variables if self.mask["properties", v.name]]

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        for batch in self.batches():
            yield from self._read(batch)
        if self._empty_times:
            self.logger.warning(
                "%s: %d times without any value left out: the source has none (yet)",
                self.name,
                self._empty_times,
            )

    def _read(self, batch: Batch) -> Iterator[dict[str, Any]]:
        """Read a batch; in parts, where the API cannot answer it as a whole."""
        try:
            body = self.ask(
                self._parameters(batch),
                cost=batch.weight(len(self.units)),
                by_post=len(batch.places) > POST_PLACES,
            )
        except (SkipError, SplitError) as error:
            yield from self._read_parts(batch, error)
            return
        fetched = self.tap.clock.now().timestamp()
        asked = Asked(self.name, self.section, self.units, self.step_seconds)
        times = asked.times(batch)
        found = series(body, batch, asked)
        parts = [
            (part, [self._stamps(time, part, fetched) for time in times])
            for part in self.slices
        ]
        for one in found:
            for stretch, position in self.stretches(batch):
                for part, stamps in parts:
                    yield from self._records(one, part, stamps, stretch)
                # Only now: the loop has written a record when it asks for the next.
                self.through.advance([one.place.id], position)

    def _read_parts(
        self, batch: Batch, error: SkipError | SplitError
    ) -> Iterator[dict[str, Any]]:
        is_one_place = len(batch.places) == 1
        if is_one_place and isinstance(error, SkipError):
            self.skip(error)
            return
        parts = batch.halves()
        if not parts:
            raise error
        for part in parts:
            yield from self._read(part)

    def _parameters(self, batch: Batch) -> dict[str, str]:
        return {
            "latitude": ",".join(f"{place.latitude:.6f}" for place in batch.places),
            "longitude": ",".join(f"{place.longitude:.6f}" for place in batch.places),
            "start_date": batch.start.isoformat(),
            "end_date": batch.end.isoformat(),
            self.section: ",".join(self.units),
            "models": self.model,
            **UNIT_PARAMETERS,
        }

    def _stamps(self, time: int, part: Slice, fetched: float) -> dict[str, str]:
        known = self.known_at(time - part.lead_seconds, fetched)
        return {**self.time_columns(time), "as_of": stamp(known)}

    def _records(
        self,
        found: Series,
        part: Slice,
        stamps: list[dict[str, str]],
        stretch: slice,
    ) -> Iterator[dict[str, Any]]:
        constants = {
            self.place_column: found.place.id,
            "model": self.model,
            **part.constants,
            "grid_latitude": found.grid_latitude,
            "grid_longitude": found.grid_longitude,
            "elevation": found.elevation,
        }
        names = [variable.name for variable in self._selected]
        columns = [found.columns[name + part.suffix][stretch] for name in names]
        rows = zip(*columns, strict=True)
        for times, values in zip(stamps[stretch], rows, strict=True):
            if values.count(None) == len(values):
                self._empty_times += 1
                continue
            yield {**constants, **times, **dict(zip(names, values, strict=True))}
