from __future__ import annotations

import csv
import hashlib
import importlib.util
from pathlib import Path

import numpy as np
import pytest

from wv_sandbox import central_park
from wv_sandbox.climate import Cell, Climate
from wv_sandbox.hours import Truth

CELL = Cell.at(40.78, -73.97)
CSV = "nyc_central_park_ghcnd_USW00094728_1869_2022.csv"
SHA256 = "3fb5dd9520fa84e5ccf2420ffa0b787e49676cd5c2b88907a00d9a9cb2ef3c1f"


def real_rows(shared_data: Path) -> list[dict[str, str]]:
    with (shared_data / CSV).open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [row for row in rows if "1991" <= row["DATE"][:4] <= "2020"]


def test_the_shipped_series_is_the_one_that_was_checked():
    """Where the CSV is absent, a checksum of the numbers stands for it."""
    real = central_park.series()
    columns = (real.tmin_c, real.tmax_c, real.precip_mm, real.snow_cm)
    whole = np.stack([np.round(column * 1000).astype("<i8") for column in columns])
    assert hashlib.sha256(whole.tobytes()).hexdigest() == SHA256


def test_every_day_equals_the_source_after_one_conversion(shared_data):
    real = central_park.series()
    rows = real_rows(shared_data)
    assert len(rows) == real.tmin_c.size == 10_958
    assert rows[0]["DATE"] == str(np.datetime64(central_park.FIRST_DAY, "D"))
    for name, column in (("TMIN", real.tmin_c), ("TMAX", real.tmax_c)):
        source = np.array([(float(row[name]) - 32) * 5 / 9 for row in rows])
        assert np.abs(column - source).max() < 1e-12
    rain = np.array([float(row["PRCP"]) * 25.4 for row in rows])
    assert np.abs(real.precip_mm - rain).max() <= 0.005
    snow = np.array([float(row["SNOW"]) * 2.54 for row in rows])
    assert np.abs(real.snow_cm - snow).max() <= 0.005


def test_the_packing_script_makes_the_shipped_file(shared_data, tmp_path):
    script = Path(__file__).parents[1] / "tools" / "pack_central_park.py"
    spec = importlib.util.spec_from_file_location("pack_central_park", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.pack(shared_data / CSV, tmp_path / "made.npz")
    shipped = Path(central_park.__file__).parent / "data" / "central_park_1991_2020.npz"
    with np.load(tmp_path / "made.npz") as made, np.load(shipped) as known:
        assert made.files == known.files
        for name in known.files:
            assert (made[name] == known[name]).all()
    short = tmp_path / "short.csv"
    short.write_text("DATE,PRCP,SNOW,TMIN,TMAX\n1991-01-01,0,0,25,39\n")
    with pytest.raises(ValueError, match="1 days from 1991 to 2020, not 10958"):
        module.pack(short, tmp_path / "short.npz")


def test_the_shipped_copy_is_small():
    folder = Path(central_park.__file__).parent / "data"
    assert (folder / "central_park_1991_2020.npz").stat().st_size < 150_000
    assert "USW00094728" in (folder / "ATTRIBUTION.md").read_text("utf-8")


def test_its_cell_serves_it():
    real = central_park.series()
    truth = Truth(Climate(1), CELL, central_park.FIRST_DAY, real.tmin_c.size)
    temperature = truth.temperature.reshape(-1, 24)
    assert np.abs(temperature.max(axis=1) - real.tmax_c).max() < 0.0501
    assert np.abs(temperature.min(axis=1) - real.tmin_c).max() < 0.0501
    assert (
        np.abs(truth.precipitation.reshape(-1, 24).sum(axis=1) - real.precip_mm).max()
        < 1e-9
    )
    assert (
        np.abs(truth.snowfall.reshape(-1, 24).sum(axis=1) - real.snow_cm).max() < 1e-9
    )


def test_its_mean_is_what_noaa_calls_the_average():
    """(TMAX + TMIN) / 2, so that NOAA's published normals can be met."""
    real = central_park.series()
    truth = Truth(Climate(1), CELL, central_park.FIRST_DAY, real.tmin_c.size)
    mean = truth.temperature.reshape(-1, 24).mean(axis=1)
    departure = mean - (real.tmin_c + real.tmax_c) / 2
    assert np.abs(departure).max() < 0.06
    assert abs(departure.mean()) < 0.001


def test_no_other_cell_serves_it():
    neighbour = Climate(7).days(Cell(40.75, -73.75), central_park.FIRST_DAY, 100)
    assert np.abs(neighbour.tmax_c - central_park.series().tmax_c[:100]).max() > 3


@pytest.mark.parametrize("seed", [1, 7, 2026])
def test_the_continuation_shows_no_seam(seed):
    """Neither a step at either end nor another climate beyond it."""
    real = central_park.series()
    count = real.tmin_c.size
    for start, edge in ((real.end_day, 0), (central_park.FIRST_DAY - count, count - 1)):
        beyond = Climate(seed).days(CELL, start, count)
        mean = (beyond.tmin_c + beyond.tmax_c) / 2
        real_mean = (real.tmin_c + real.tmax_c) / 2
        jump = abs(mean[edge] - real_mean[-1 if edge == 0 else 0])
        assert jump < 3 * np.diff(real_mean).std()
        assert abs(mean.mean() - real_mean.mean()) < 0.4
        assert abs(mean.std() - real_mean.std()) < 0.5
        assert abs(np.diff(mean).std() - np.diff(real_mean).std()) < 0.6
        assert (
            abs((beyond.precip_mm > 0.2).mean() - (real.precip_mm > 0.2).mean()) < 0.02
        )
        assert 0.85 < beyond.precip_mm.sum() / real.precip_mm.sum() < 1.15


def test_a_range_across_the_end_joins_both():
    real = central_park.series()
    days = Climate(7).days(CELL, real.end_day - 3, 6)
    assert days.tmax_c[:3].tolist() == real.tmax_c[-3:].tolist()
    assert np.isnan(days.snow_cm[3:]).all()
    assert not np.isnan(days.snow_cm[:3]).any()
