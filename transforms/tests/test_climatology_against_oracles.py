"""The normals in SQL against xclim, against numpy, and against what NOAA published.

New York's Central Park, 1991 to 2020; fixtures/README.md names files and origin.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "data"
SERIES = "nyc_central_park_ghcnd_USW00094728_1869_2022.csv"
NORMALS = "noaa_daily_normals_1991_2020_USW00094728.csv"
DATES = np.arange("1991-01-01", "2021-01-01", dtype="datetime64[D]")
of_pandas = pytest.mark.filterwarnings("ignore:The 'name' property is deprecated")
"""xclim asks pandas in a way that pandas will drop; nothing of ours."""
INTERIOR = slice(16, 348)
"""Climatological days whose 31-day window does not touch the turn of the year."""


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


@pytest.fixture(scope="module")
def station(compute: Callable[..., pa.Table]) -> Station:
    return Station(compute)


@pytest.fixture(scope="module")
def climatology(station: Station) -> dict[str, NDArray[Any]]:
    return station.climatology()


@pytest.fixture(scope="module")
def year(climatology: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The 365 days without 29 February."""
    keep = ~((climatology["month"] == 2) & (climatology["day"] == 29))
    return {name: values[keep] for name, values in climatology.items()}


@pytest.fixture(scope="module")
def xclim() -> Any:
    """The oracle. Its imports warn of optional plotting parts: not our matter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import xclim.core.calendar  # noqa: PLC0415  # Slow, and only here.

        return xclim.core.calendar


@pytest.fixture(scope="module")
def noaa() -> dict[str, NDArray[np.float64]]:
    with (HERE / "fixtures/noaa_normals_central_park.csv").open() as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


def data_array(values: NDArray[np.float64]) -> Any:
    import xarray as xr  # noqa: PLC0415  # Slow, and only here.

    array = xr.DataArray(
        values, dims="time", coords={"time": DATES.astype("datetime64[ns]")}
    )
    array.attrs["units"] = "degC"
    return array.convert_calendar("noleap", use_cftime=True)


def farthest(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.max(np.abs(one - other)))


def test_there_are_366_days_of_standard_quality(climatology: dict[str, NDArray[Any]]):
    assert len(climatology["day"]) == 366
    assert set(climatology["quality"]) == {"standard"}
    assert set(climatology["count_years"]) == {30}


@of_pandas
def test_mean_and_spread_equal_xclim(
    station: Station, year: dict[str, NDArray[Any]], xclim: Any
):
    """xclim cuts windows at the series' ends: numpy looks at the turn of the year."""
    mean, spread = xclim.climatological_mean_doy(
        data_array(station.temp_mean_c), window=31
    )

    assert farthest(year["temp_normal_c"][INTERIOR], mean.values[INTERIOR]) < 1e-9
    assert farthest(year["temp_sd_c"][INTERIOR], spread.values[INTERIOR]) < 1e-9


@of_pandas
@pytest.mark.parametrize(
    ("column", "values", "window", "percent"),
    [
        ("tx90_c", "temp_max_c", 5, 90),
        ("tn10_c", "temp_min_c", 5, 10),
        ("temp_p05_c", "temp_mean_c", 31, 5),
        ("temp_p25_c", "temp_mean_c", 31, 25),
        ("temp_p50_c", "temp_mean_c", 31, 50),
        ("temp_p75_c", "temp_mean_c", 31, 75),
        ("temp_p95_c", "temp_mean_c", 31, 95),
    ],
)
def test_percentiles_equal_xclim(  # noqa: PLR0917  # Fixtures and one case.
    station: Station,
    year: dict[str, NDArray[Any]],
    xclim: Any,
    column: str,
    values: str,
    window: int,
    percent: int,
):
    array = data_array(getattr(station, values))
    expected = xclim.percentile_doy(array, window=window, per=percent).squeeze(
        "percentiles"
    )

    assert farthest(year[column][INTERIOR], expected.values[INTERIOR]) < 1e-9


def test_every_day_equals_numpy_around_the_turn_of_the_year_too(
    station: Station, year: dict[str, NDArray[Any]]
):
    for day in range(1, 366):
        mean = station.window(station.temp_mean_c, day, 15)
        hottest = station.window(station.temp_max_c, day, 2)
        coldest = station.window(station.temp_min_c, day, 2)
        rain = station.window(station.precip_mm, day, 15)
        expected = {
            "temp_normal_c": mean.mean(),
            "temp_sd_c": mean.std(),
            "temp_p25_c": np.quantile(mean, 0.25, method="median_unbiased"),
            "temp_max_normal_c": station.window(station.temp_max_c, day, 15).mean(),
            "temp_min_normal_c": station.window(station.temp_min_c, day, 15).mean(),
            "tx90_c": np.quantile(hottest, 0.9, method="median_unbiased"),
            "tn10_c": np.quantile(coldest, 0.1, method="median_unbiased"),
            "precip_normal_mm": rain.mean(),
        }
        found = {name: year[name][day - 1] for name in expected}
        assert found == pytest.approx(expected, rel=0, abs=1e-9), day


def test_leap_day_is_the_mean_of_its_neighbours(climatology: dict[str, NDArray[Any]]):
    before, leap, after = 58, 59, 60

    assert (climatology["month"][leap], climatology["day"][leap]) == (2, 29)
    for name in (
        "temp_normal_c",
        "temp_sd_c",
        "tx90_c",
        "precip_normal_mm",
        "precip_wet_frequency",
    ):
        column = climatology[name]
        assert column[leap] == pytest.approx(
            (column[before] + column[after]) / 2, abs=1e-12
        )


def test_wet_days_are_as_often_as_noaa_published(
    climatology: dict[str, NDArray[Any]], noaa: dict[str, NDArray[np.float64]]
):
    """All 366 days, 29 February among them, within a tenth of a percentage point."""
    assert (
        farthest(climatology["precip_wet_frequency"] * 100, noaa["wet_days_percent"])
        < 0.1
    )


def test_monthly_precipitation_is_as_noaa_published(
    station: Station, noaa: dict[str, NDArray[np.float64]]
):
    """Without a window the daily normals add up to the month, but for leap days."""
    plain = station.climatology(climatology_half_window_days=0)
    common = ~((plain["month"] == 2) & (plain["day"] == 29))
    leap_days = station.precip_mm[station.calendar_day == 0].sum() / 30

    for month in range(1, 13):
        days = plain["precip_normal_mm"][common & (plain["month"] == month)]
        inches = (days.sum() + (leap_days if month == 2 else 0)) / 25.4
        # NOAA states the month's total on its last day, 29 February left out.
        published = noaa["precip_month_to_date_inch"][noaa["month"] == month].max()
        assert round(inches, 2) == pytest.approx(published, abs=0.0101), month


@pytest.mark.parametrize(
    ("column", "published", "bias_f"),
    [
        ("temp_max_normal_c", "temp_max_normal_f", -0.24),
        ("temp_min_normal_c", "temp_min_normal_f", 0.52),
        ("temp_normal_c", "temp_normal_f", 0.14),
    ],
)
def test_temperature_normals_lie_near_noaas(
    climatology: dict[str, NDArray[Any]],
    noaa: dict[str, NDArray[np.float64]],
    column: str,
    published: str,
    bias_f: float,
):
    """NOAA adjusts the history and fits harmonics: a third of a degree F is left."""
    difference = noaa[published] - (climatology[column] * 1.8 + 32)

    assert abs(difference.mean() - bias_f) < 0.02
    assert difference.std() < 0.38


@pytest.mark.skipif(not (SHARED / SERIES).exists(), reason="../shared/data is not here")
def test_the_shipped_series_is_noaas(station: Station):
    with (SHARED / SERIES).open() as file:
        rows = [
            row for row in csv.DictReader(file) if "1991" <= row["DATE"][:4] <= "2020"
        ]

    assert [row["DATE"] for row in rows] == [str(date) for date in DATES]
    assert np.array([float(row["PRCP"]) for row in rows]) * 25.4 == pytest.approx(
        station.precip_mm
    )
    assert celsius(np.array([float(row["TMAX"]) for row in rows])) == pytest.approx(
        station.temp_max_c
    )
    assert celsius(np.array([float(row["TMIN"]) for row in rows])) == pytest.approx(
        station.temp_min_c
    )


@pytest.mark.skipif(
    not (SHARED / NORMALS).exists(), reason="../shared/data is not here"
)
def test_the_shipped_normals_are_noaas(noaa: dict[str, NDArray[np.float64]]):
    with (SHARED / NORMALS).open() as file:
        rows = list(csv.DictReader(file))

    for theirs, ours in {
        "DLY-TMAX-NORMAL": "temp_max_normal_f",
        "DLY-TMIN-NORMAL": "temp_min_normal_f",
        "DLY-TAVG-NORMAL": "temp_normal_f",
        "DLY-PRCP-PCTALL-GE001HI": "wet_days_percent",
        "MTD-PRCP-NORMAL": "precip_month_to_date_inch",
    }.items():
        assert [float(row[theirs]) for row in rows] == noaa[ours].tolist(), ours
