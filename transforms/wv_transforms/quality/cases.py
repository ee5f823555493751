"""Gathers what is known of each raw table: measured now, and in the runs before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wv_transforms.quality import rules_exact
from wv_transforms.quality.observation import Observation
from wv_transforms.quality.series import cadence_hours
from wv_transforms.quality.verdict import Case

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from target_parquet_lake.pinned import PinnedTable
    from wv_transforms.quality.alarm import Alarm
    from wv_transforms.quality.drift import Profile
    from wv_transforms.quality.history import History
    from wv_transforms.quality.measure import Measurer

SOONER = 0.5
"""A run this share of the usual time after the last one is no run of its own."""


@dataclass(frozen=True, slots=True)
class Cases:
    """Gathers cases for one run.

    Attributes:
        measurer: Measures tables.
        history: What the runs before saw.
        relied_on: Columns that models read, by raw table.
    """

    measurer: Measurer
    history: History
    relied_on: Mapping[str, Collection[str]]

    def periods(self) -> int:
        """Usual times between runs that have passed; 0 when hardly any has."""
        runs = (seen for own in self.history.runs.values() for seen in own)
        times = sorted({seen.measured_at for seen in runs})
        if not times:
            return 1
        limits = self.measurer.thresholds.defaults
        usual = limits.cadence_hours or cadence_hours(times)
        passed = (self.measurer.now - times[-1]).total_seconds() / 3600 / usual
        return max(1, round(passed)) if passed >= SOONER else 0

    def of(self, table: PinnedTable) -> Case:
        """What is known of a table. One that has not changed is not read again."""
        name, periods = table.name.name, self.periods()
        last = self.history.last(name)
        relied_on = self.relied_on.get(name, ())
        profiles: Mapping[str, Profile] = {}
        if last is not None and last.version == table.version:
            now = self._unchanged(last)
        else:
            now = self.measurer.observe(table, last)
            limits = self.measurer.thresholds.limits(name)
            if last and now.rows_new and periods and limits.watch_columns:
                watched = [c for c in relied_on if c not in table.keys and c[0] != "_"]
                profiles = self.measurer.profile(table, last, watched)
        return Case(
            now=replace(now, periods=periods),
            runs=self.history.runs.get(name, []),
            profiles=profiles,
            past=self.history.profiles(name) if profiles else {},
            relied_on=relied_on,
            whole_run=periods > 0,
        )

    def missing(self, there: Collection[str]) -> Iterator[tuple[Observation, Alarm]]:
        """Datasets that are required or were there, and are not.

        Args:
            there: Those that are.
        """
        measurer, runs = self.measurer, self.history.runs
        known = {*runs, *measurer.thresholds.required}
        for name in sorted(known - {*there}):
            own = runs.get(name, [])
            after = measurer.thresholds.limits(name).relearn_after_runs
            if len(own) >= after and all(seen.version is None for seen in own[-after:]):
                continue  # Gone so long that this is normal.
            was_there = bool(own) and own[-1].version is not None
            seen = Observation(measurer.run_id, measurer.now, name)
            yield seen, rules_exact.missing(name, was_there=was_there)

    def _unchanged(self, last: Observation) -> Observation:
        return replace(
            last,
            run_id=self.measurer.run_id,
            measured_at=self.measurer.now,
            rows_new=0,
            out_of_bounds={},
            alarms=(),
        )
