"""Who judges a run: our rules as a build asks them, and a z-score beside them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import duckdb
import pyarrow as pa

from wv_transforms.quality.drift import Profile
from wv_transforms.quality.observation import Observation
from wv_transforms.quality.statistics import KNOWN, aggregates
from wv_transforms.quality.thresholds import Thresholds
from wv_transforms.quality.verdict import Case, judge

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

START = datetime(2024, 1, 1, tzinfo=UTC)
DATASET = "shop__orders"
THRESHOLDS = Thresholds.load()


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a table.

    Attributes:
        number: Which, from 0; a day, or a month where phases are months.
        rows: New rows.
        profiles: Its columns.
        hours: Time between runs [h].
    """

    number: int
    rows: int
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    hours: float = 24.0

    def seen(self, marks: Sequence[str] = ()) -> Observation:
        """The run as a build would have observed it."""
        return Observation(
            run_id=str(self.number),
            measured_at=START + timedelta(hours=self.hours * self.number),
            dataset=DATASET,
            version=self.number,
            rows_total=10**9 + self.number,
            rows_new=self.rows,
            api_rows=1,
            alarms=tuple(marks),
        )


class Judge(Protocol):
    """Judges the newest run by those before."""

    def alarms(self, past: Sequence[Run], now: Run) -> list[str]:
        """The marks of what is wrong; none is well."""


class Ours:
    """The rules of the product, with the shipped thresholds; it keeps its own alarms.

    Attributes:
        marks: The alarms of each run it was told to remember.
    """

    def __init__(self) -> None:
        self.marks: dict[int, list[str]] = {}

    def alarms(self, past: Sequence[Run], now: Run) -> list[str]:
        """Ask every rule, with the alarms of the past kept out of what is normal."""
        kept = past[-THRESHOLDS.defaults.history_runs :]
        known: dict[str, dict[str, Profile]] = {}
        for run in kept:
            for name, profile in run.profiles.items():
                known.setdefault(name, {})[str(run.number)] = _own(profile)
        case = Case(
            now=now.seen(),
            runs=[run.seen(self.marks.get(run.number, ())) for run in kept],
            profiles={n: _own(p) for n, p in now.profiles.items()},
            past=known,
        )
        return [one.mark for one in judge(case, THRESHOLDS, production=False)]


def _own(profile: Profile) -> Profile:
    """A profile without what the other judge measures."""
    kept = {n: v for n, v in profile.values.items() if n in KNOWN}
    return replace(profile, values=kept)


class ZScore:
    """Elementary's defaults: 3 deviations from 14 runs, the newest among them."""

    runs = 14
    least = 7
    deviations = 3.0
    numbers: ClassVar[dict[str, str]] = {
        "z_nulls": "count(*) - count(value)",
        "z_zeros": "count(*) FILTER (WHERE value = 0)",
        "z_least": "min(value)",
        "z_greatest": "max(value)",
        "z_mean": "avg(value)",
        "z_deviation": "stddev_samp(value)",
    }
    texts: ClassVar[dict[str, str]] = {
        "z_nulls": "count(*) - count(value)",
        "z_blank": "count(*) FILTER (WHERE trim(value) = '')",
        "z_shortest": "min(length(value))",
        "z_longest": "max(length(value))",
        "z_length": "avg(length(value))",
    }

    def alarms(self, past: Sequence[Run], now: Run) -> list[str]:
        """Look at the row count and the usual statistics of each column."""
        window = [*past[-self.runs + 1 :], now]
        found = ["rows"] if self._strange([float(r.rows) for r in window]) else []
        for name in now.profiles:
            for statistic in {**self.numbers, **self.texts}:
                values = [r.profiles[name].values.get(statistic) for r in window]
                known = [v for v in values if v is not None]
                if values[-1] is not None and self._strange(known):
                    found.append(f"{statistic}:{name}")
        return found

    def _strange(self, values: Sequence[float]) -> bool:
        if len(values) < self.least or (spread := stdev(values)) == 0:
            return False
        return abs(values[-1] - fmean(values)) >= self.deviations * spread


class FixedDrop:
    """The rule of thumb: a fifth fewer rows than the median of 90 runs."""

    least = 14
    share = 0.2

    def alarms(self, past: Sequence[Run], now: Run) -> list[str]:
        """Look at the row count alone."""
        window = sorted(run.rows for run in past[-90:])
        if len(window) < self.least:
            return []
        middle = window[len(window) // 2]
        return ["rows"] if now.rows < (1 - self.share) * middle else []


def profiled(batches: Mapping[Hashable, list[Any]]) -> dict[Hashable, Profile]:
    """Measure batches of one column, for every judge, all in one query."""
    values = [value for batch in batches.values() for value in batch]
    numbers = any(isinstance(value, float) for value in values)
    kind = "DOUBLE" if numbers else "VARCHAR"
    owners = [i for i, batch in enumerate(batches.values()) for _ in batch]
    table = pa.table(
        {
            "batch": owners,
            "value": pa.array(values, pa.float64() if numbers else pa.string()),
        }
    )
    wanted = aggregates("value", kind)
    wanted |= ZScore.numbers if numbers else ZScore.texts
    with duckdb.connect() as con:
        con.register("given", table)
        listed = ", ".join(wanted.values())
        rows = con.execute(
            f"SELECT batch, count(*), {listed} FROM given GROUP BY batch"  # noqa: S608 - the product's own SQL.
        ).fetchall()
    keys = list(batches)
    return {
        keys[number]: Profile(count, dict(zip(wanted, found, strict=True)))
        for number, count, *found in rows
    }
