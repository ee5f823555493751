"""The normals of Central Park in SQL, against what NOAA published."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from transforms_tests_central_park import DATES, HERE, Station, celsius, farthest

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARED = HERE.parents[2] / "shared" / "data"
SERIES = "nyc_central_park_ghcnd_USW00094728_1869_2022.csv"
NORMALS = "noaa_daily_normals_1991_2020_USW00094728.csv"


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
