"""The normals of Central Park in SQL, against xclim and against numpy."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from transforms_tests_central_park import DATES, Station, farthest

if TYPE_CHECKING:
    from numpy.typing import NDArray

of_pandas = pytest.mark.filterwarnings("ignore:The 'name' property is deprecated")
"""xclim asks pandas in a way that pandas will drop; nothing of ours."""
INTERIOR = slice(16, 348)
"""Climatological days whose 31-day window does not touch the turn of the year."""


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


def data_array(values: NDArray[np.float64]) -> Any:
    import xarray as xr  # noqa: PLC0415  # Slow, and only here.

    array = xr.DataArray(
        values, dims="time", coords={"time": DATES.astype("datetime64[ns]")}
    )
    array.attrs["units"] = "degC"
    return array.convert_calendar("noleap", use_cftime=True)


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
