"""`wv build` runs the real models on a small raw lake, and `wv report` shows them."""

from __future__ import annotations

import datetime as dt
import math
import re

import pyarrow as pa
import pytest

from target_parquet_lake.lake import Lake
from wv_transforms.promotion import read_promoted

GRID = "+40.75-074.00"
NOW = dt.datetime(2026, 11, 15, 9, tzinfo=dt.UTC)
ORIGIN = {"_wv_source": "stub", "_sdc_sequence": 1}
HOURLY = (
    "temperature_2m", "relative_humidity_2m", "precipitation", "snowfall",
    "wind_gusts_10m", "uv_index", "precipitation_probability",
)  # fmt: skip


def season(date):
    return 12.0 - 12.0 * math.cos(2 * math.pi * (date.timetuple().tm_yday - 15) / 365)


def history():
    """Thirty years that differ by their number alone: 1991 coldest, 2020 warmest."""
    date = dt.date(1991, 1, 1)
    while date.year <= 2020:
        mean = season(date) + (date.year - 2005.5) / 10
        yield {
            "grid_cell_id": GRID, "date": date, "model": "era5_seamless",
            "temperature_2m_mean": mean, "temperature_2m_max": mean + 5,
            "temperature_2m_min": mean - 5, "precipitation_sum": 3.0, **ORIGIN,
        }  # fmt: skip
        date += dt.timedelta(days=1)


def hours(first, last, *, warmer, model, issued_at=None, as_of=None):
    """Hours that are a constant number of degrees warmer than the base."""
    for number in range(int((last - first).total_seconds() // 3600)):
        time = first + dt.timedelta(hours=number)
        values = dict.fromkeys(HOURLY) | {
            "temperature_2m": season(time.date()) + warmer,
            "precipitation": 0.125,
        }
        yield {
            "cell_id": "dr5ru", "time": time, "model": model, "issued_at": issued_at,
            "lead_days": None, "as_of": as_of or time, **values, **ORIGIN,
        }  # fmt: skip


def hourly_table(rows):
    moment = pa.timestamp("us", tz="UTC")
    fields = [
        *((name, pa.string()) for name in ("cell_id", "model", "_wv_source")),
        *((name, moment) for name in ("time", "issued_at", "as_of")),
        *((name, pa.int64()) for name in ("lead_days", "_sdc_sequence")),
        *((name, pa.float64()) for name in HOURLY),
    ]
    return pa.Table.from_pylist(list(rows), schema=pa.schema(fields))


def runs_table():
    row = {
        "run_id": "r1", "connector": "tap-openmeteo", "connector_version": "0.1.0",
        "started_at": NOW, "finished_at": NOW, "success": True, "exit_code": 0,
        "error_class": "", "requests": 37, "retries": 2, "waits": 1,
        "wait_seconds": 12.5, "throttles": 0, "calls": 9.5, "rows": 123456,
        "quarantines": 0, **ORIGIN,
    }  # fmt: skip
    return pa.Table.from_pylist([row])


def cells_table():
    row = {
        "cell_id": "dr5ru", "grid_cell_id": GRID, "geohash": "dr5ru",
        "name": "New York", "country_code": "US", "timezone": "America/New_York",
        "latitude": 40.78, "longitude": -73.97, "elevation": 10.0, **ORIGIN,
    }  # fmt: skip
    return pa.Table.from_pylist([row])


@pytest.fixture(scope="module")
def raw_lake(tmp_path_factory):
    """A year that was 2 degrees too warm, a forecast 1 degree too cold.

    Before that year lies a day too warm to be believed.
    """
    lake = Lake(tmp_path_factory.mktemp("raw"))
    start, reach = NOW - dt.timedelta(days=380), NOW + dt.timedelta(days=10)
    odd, after = start + dt.timedelta(days=3), start + dt.timedelta(days=5)
    observed = [
        *hours(start, odd, warmer=2.0, model="era5_seamless"),
        *hours(odd, after, warmer=40.0, model="era5_seamless"),
        *hours(after, NOW, warmer=2.0, model="era5_seamless"),
    ]
    forecast = hours(
        NOW, reach, warmer=-1.0, model="best_match", issued_at=NOW, as_of=NOW
    )
    tables = {
        "cells": cells_table(),
        "connector_runs": runs_table(),
        "weather_daily_history": pa.Table.from_pylist(list(history())),
        "weather_hourly_observed": hourly_table(observed),
        "weather_hourly_forecast": hourly_table(forecast),
    }
    for stream, table in tables.items():
        lake.write("raw", "default", f"openmeteo__{stream}", table)
    return lake


def test_raw_rows_become_a_page(wv, raw_lake, tmp_path):
    """What went in by hand comes out in the sentences: the models between are real."""
    code, out, err = wv("build", "--lake-root", raw_lake.root)

    promotion = raw_lake.control("promoted", "default.json")
    assert (code, out) == (0, f"{promotion}\n")
    assert "raw.openmeteo__weather_hourly_recent: no such table yet" in err
    assert "[V1] rule weather_daily__is_plausible of weather_daily: " in err
    assert re.search(r"^\d+ tables built, 0 unchanged: promoted\.$", err, re.MULTILINE)

    page = tmp_path / "page.html"
    assert wv("report", "--lake-root", raw_lake.root, "--out", page)[0] == 0
    text = page.read_text(encoding="utf-8")
    assert "In the last year 365 of 365 days were warmer than normal." in text
    assert "The mean of the year was 2.0" in text
    # One month was wetter: its first day had 25 hours, as the clocks went back.
    assert "100\N{NARROW NO-BREAK SPACE}% of normal; 1 of 12 months" in text
    assert "; 0 of its 10 days warmer than normal." in text
    assert "Normals 1991\N{EN DASH}2020 from era5_seamless, quality: standard." in text
    assert "Sandbox data." in text
    assert "<dt>Rows</dt><dd>123,456</dd>" in text


def test_a_quiet_build_prints_the_path_alone(wv, raw_lake):
    _, out, err = wv("build", "-q", "--lake-root", raw_lake.root)

    assert (len(out.splitlines()), err) == (1, "")


def test_building_again_finds_nothing_to_do(wv, raw_lake):
    wv("build", "--lake-root", raw_lake.root)
    before = read_promoted(raw_lake, "default")

    code, _, err = wv("build", "--lake-root", raw_lake.root)

    assert code == 0
    assert "0 tables built" in err
    assert err.endswith("unchanged: what is promoted stays as it is.\n")
    assert read_promoted(raw_lake, "default") == before


def test_one_model_is_built_with_all_it_rests_on(wv, raw_lake):
    code, _, err = wv(
        "build", "--lake-root", raw_lake.root, "--model", "connector_health", "--force"
    )

    assert code == 0
    assert re.search(r"^[12] tables built, 0 unchanged: promoted\.$", err, re.MULTILINE)


def test_a_tenant_without_data_is_refused_before_it_gets_empty_tables(wv, raw_lake):
    """A typo would otherwise be a shop without sales, promoted."""
    code, out, err = wv("build", "--lake-root", raw_lake.root, "--tenant", "defualt")

    assert (code, out) == (2, "")
    assert "name one of default" in err
    assert not raw_lake.control("promoted", "defualt.json").exists()


def test_an_unknown_model_is_exit_2(wv, raw_lake):
    code, out, err = wv("build", "--lake-root", raw_lake.root, "--model", "wether")

    assert (code, out) == (2, "")
    assert "Next: " in err


def test_a_refused_candidate_leaves_the_page_as_it_was(wv, raw_lake, tmp_path):
    """A grid point that is none breaks the contract: readers notice nothing."""
    wv("build", "--lake-root", raw_lake.root)
    page = tmp_path / "page.html"
    wv("report", "--lake-root", raw_lake.root, "--out", page)
    before = page.read_bytes()
    cells = cells_table()
    at = cells.schema.get_field_index("grid_cell_id")
    wrong = cells.set_column(at, "grid_cell_id", pa.array(["not a point"]))
    raw_lake.write("raw", "default", "openmeteo__cells", wrong)

    code, out, err = wv("build", "--lake-root", raw_lake.root)

    assert (code, out) == (5, "")
    assert "grid_cell_id.pattern of stg_openmeteo__cells" in err
    wv("report", "--lake-root", raw_lake.root, "--out", page)
    assert page.read_bytes() == before
