"""New York's Central Park, 1991 to 2020; fixtures/README.md names files and origin."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

HERE = Path(__file__).parent
DATES = np.arange("1991-01-01", "2021-01-01", dtype="datetime64[D]")


def celsius(fahrenheit: NDArray[np.float64]) -> NDArray[np.float64]:
    return (fahrenheit - 32) / 1.8


class Station:
    """Central Park: daily values, calendar days, and the climatology in SQL."""

    def __init__(self, compute: Callable[..., pa.Table]) -> None:
        with gzip.open(HERE / "fixtures/central_park_1991_2020.csv.gz", "rt") as file:
            raw = np.loadtxt(file, delimiter=",", skiprows=1)
        self.precip_mm = raw[:, 0] * 0.254
        self.temp_min_c = celsius(raw[:, 1])
        self.temp_max_c = celsius(raw[:, 2])
        self.temp_mean_c = (self.temp_min_c + self.temp_max_c) / 2
        self.calendar_day = np.array([calendar_day(date) for date in DATES.tolist()])
        self.compute = compute

    def history(self) -> pa.Table:
        return pa.table(
            {
                "grid_cell_id": pa.array(["+40.75-074.00"] * len(DATES)),
                "date": pa.array(DATES),
                "model": pa.array(["era5_seamless"] * len(DATES)),
                "temperature_2m_mean": self.temp_mean_c,
                "temperature_2m_max": self.temp_max_c,
                "temperature_2m_min": self.temp_min_c,
                "precipitation_sum": self.precip_mm,
            }
        )

    def climatology(self, **settings: Any) -> dict[str, NDArray[Any]]:
        raw = {"weather_daily_history": self.history()}
        table = self.compute("climatology_daily", raw, settings)
        table = table.sort_by([("month", "ascending"), ("day", "ascending")])
        return {name: table[name].to_numpy() for name in table.column_names}

    def window(self, values: NDArray[Any], day: int, half: int) -> NDArray[Any]:
        """The pooled values around a calendar day, around the turn of the year too."""
        away = np.abs(self.calendar_day - day)
        near = (self.calendar_day > 0) & (np.minimum(away, 365 - away) <= half)
        return values[near]


def calendar_day(date: dt.date) -> int:
    """1 to 365, and 0 for 29 February: an own way to say it, by a year without one."""
    if (date.month, date.day) == (2, 29):
        return 0
    return dt.date(2001, date.month, date.day).timetuple().tm_yday


def farthest(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.max(np.abs(one - other)))
