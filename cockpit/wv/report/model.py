"""What the page knows: plain values, read once, drawn by everyone else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from wv.report.shop_model import Shop

FLAGS = {
    "freeze_flag": "Freeze",
    "heatwave_flag": "Heatwave",
    "snow_event_flag": "Snow",
    "high_wind_flag": "Wind",
    "uv_alert_flag": "UV",
    "high_precip_prob_flag": "Rain likely",
}
"""Flag columns of `weather_daily` and the word the page shows for each."""

FORETOLD = frozenset({"Rain likely"})
"""Flags that are no news of a day that is over."""


@dataclass(frozen=True, slots=True)
class Day:
    """One local day of one cell: a row of `weather_daily`.

    Attributes:
        date: Local calendar date.
        forecast: Whether the row is a forecast; else it is observed.
        mean_c: Daily mean temperature [°C].
        max_c: Daily maximum temperature [°C].
        min_c: Daily minimum temperature [°C].
        anomaly_c: Mean less the normal of the calendar day [°C].
        precip_mm: Precipitation sum [mm].
        precip_anomaly_mm: Sum less the normal of the calendar day [mm].
        flags: Words for the flags that are set, as in `FLAGS`.
    """

    date: dt.date
    forecast: bool = False
    mean_c: float | None = None
    max_c: float | None = None
    min_c: float | None = None
    anomaly_c: float | None = None
    precip_mm: float | None = None
    precip_anomaly_mm: float | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Normal:
    """What is usual on one calendar day: a row of `climatology_daily`.

    Attributes:
        mean_c: Normal of the daily mean temperature [°C].
        p05_c: 5th percentile of daily mean temperature [°C].
        p25_c: 25th percentile [°C].
        p50_c: Median [°C].
        p75_c: 75th percentile [°C].
        p95_c: 95th percentile [°C].
        precip_mm: Normal precipitation of the day [mm].
    """

    mean_c: float | None
    p05_c: float | None
    p25_c: float | None
    p50_c: float | None
    p75_c: float | None
    p95_c: float | None
    precip_mm: float | None


@dataclass(frozen=True, slots=True)
class Base:
    """What the normals of a cell rest on.

    Attributes:
        period: First and last year, for example `1991-2020`.
        quality: `standard`, `provisional`, or None when too few years.
        model: The model or station series behind it.
    """

    period: str
    quality: str | None
    model: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One place with its days and its normals, keyed by (month, day)."""

    cell_id: str
    name: str
    country_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    timezone: str | None = None
    days: tuple[Day, ...] = ()
    normals: Mapping[tuple[int, int], Normal] = field(default_factory=dict)
    base: Base | None = None

    def normal(self, date: dt.date) -> Normal | None:
        """Return what is usual on that calendar day, if known."""
        return self.normals.get((date.month, date.day))


@dataclass(frozen=True, slots=True)
class Connector:
    """How one connector has done: its newest run, and totals over all its runs.

    Attributes:
        confidence: high, medium, low, or unknown where too few runs are held.
        recent_runs: The last runs, which the confidence rests on.
        recent_successes: How many of these succeeded.
        last_success_at: When a run last succeeded (UTC).
    """

    name: str
    version: str | None
    runs: int
    successes: int
    last_success: bool | None
    last_error: str | None
    requests: int | None
    rows: int | None
    retries: int | None
    waits: int | None
    wait_seconds: float | None
    last_started: dt.datetime | None
    confidence: str | None = None
    recent_runs: int | None = None
    recent_successes: int | None = None
    last_success_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """One incident of data quality: a row of `dq_incidents`.

    Attributes:
        dataset: The raw table.
        kind: What is wrong, e.g. `row_count`.
        level: warning or critical.
        message: What was seen.
        next_step: What to do.
        opened: When it was first seen (UTC).
        resolved: When it was over; None while it is open.
    """

    dataset: str
    kind: str
    level: str
    message: str
    next_step: str
    opened: dt.datetime | None
    resolved: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Refused:
    """Records of one source and stream that no table could take.

    Attributes:
        table: The source.
        stream: The stream.
        letters: How many records.
        last: When the newest was refused (UTC).
        why: Classes of the errors.
    """

    table: str
    stream: str
    letters: int
    last: dt.datetime | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far one source stream reaches: a row of `wx_health`, or a table of days."""

    stream: str
    rows: int
    last: dt.datetime | None
    stub_rows: int
    null_share: float | None


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything one page is made of.

    Attributes:
        tenant: Whose lake this is.
        built_at: When the tables were promoted (UTC), not when the page was written,
            so equal tables make an equal page.
        as_of: The newest moment the data knows (UTC).
        cells: The places, the first leads the page.
        connectors: One entry a connector.
        freshness: One entry a source stream.
        stub: Whether any row came from the sandbox.
        tables: The pinned version of each table read.
        shop: The shop, where one is read.
        alerts: Incidents, the newest first.
        refused: Dead letters by source and stream, most first.
    """

    tenant: str
    built_at: dt.datetime | None
    as_of: dt.datetime | None
    cells: tuple[Cell, ...]
    connectors: tuple[Connector, ...] = ()
    freshness: tuple[Freshness, ...] = ()
    stub: bool = False
    tables: Mapping[str, int] = field(default_factory=dict)
    shop: Shop | None = None
    alerts: tuple[Alert, ...] = ()
    refused: tuple[Refused, ...] = ()
