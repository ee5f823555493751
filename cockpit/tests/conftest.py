"""A small climate of known numbers, as values, as a lake and as a page."""

from __future__ import annotations

import datetime as dt
import functools
import http.server
import math
import random
import shutil
import threading
from pathlib import Path

import pytest

from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from tests.beside import load_beside
from wv.console import run
from wv.report import page
from wv.report.model import Base, Cell, Day, Edition, Freshness, Normal
from wv_transforms.promotion import Promoted, write_promoted

_outline, _tables, _, _browser, _shops, _ = load_beside(
    __file__, "cockpit", "outline", "tables", "project", "browser", "shops", "endings"
)

LAST = dt.date(2026, 11, 14)
AS_OF = dt.datetime(2026, 11, 15, 6, tzinfo=dt.UTC)
BUILT_AT = dt.datetime(2026, 11, 15, 6, 12, tzinfo=dt.UTC)
LEAP_YEAR = [dt.date(2024, 1, 1) + dt.timedelta(days=n) for n in range(366)]

PLACES = (
    ("dr5ru", "New York", "US", 40.78, -73.97, "America/New_York", 12.6, 12.4),
    ("u33db", "Berlin", "DE", 52.52, 13.4, "Europe/Berlin", 9.8, 9.6),
    ("gcpvj", "London", "GB", 51.5, -0.12, "Europe/London", 11.2, 6.7),
    ("r3gx2", "Sydney", "AU", -33.87, 151.2, "Australia/Sydney", 17.8, -5.2),
    ("dpz83", "Toronto", "CA", 43.65, -79.38, "America/Toronto", 8.7, 13.4),
    ("9tbq1", "Phoenix", "US", 33.45, -112.07, "America/Phoenix", 23.9, 11.2),
)


def usual(mean: float, swing: float) -> dict[tuple[int, int], Normal]:
    """Make a year of normals [°C, mm]: coldest in mid-January where swing > 0."""
    normals = {}
    for number, date in enumerate(LEAP_YEAR):
        phase = math.cos(2 * math.pi * (number - 15) / 366)
        centre, spread = mean - swing * phase, 4.2 + 1.5 * phase
        quantiles = (-1.7 * spread, -0.65 * spread, 0.1, 0.66 * spread, 1.6 * spread)
        values = [round(centre + step, 2) for step in (0.0, *quantiles)]
        normals[date.month, date.day] = Normal(*values, round(3.2 + phase, 2))
    return normals


def weather(
    normals: dict[tuple[int, int], Normal], *, seed: int, ahead: int
) -> list[Day]:
    """Make 400 observed days and some forecast ones around the normals."""
    dice, days, drift = random.Random(seed), [], 0.0  # noqa: S311 - no secret.
    for number in range(-399, ahead + 1):
        date = LAST + dt.timedelta(days=number)
        normal = normals[date.month, date.day]
        drift = 0.7 * drift + dice.gauss(0.2, 2.5)
        mean = round(normal.mean_c + drift, 2)
        rain = 0.0 if dice.random() < 0.65 else round(dice.expovariate(0.12), 1)
        days.append(
            Day(
                date=date,
                forecast=number > 0,
                mean_c=mean,
                max_c=mean + 4.5,
                min_c=mean - 4.25,
                anomaly_c=round(mean - normal.mean_c, 2),
                precip_mm=rain,
                precip_anomaly_mm=round(rain - normal.precip_mm, 2),
                flags=("Freeze",) if mean < 4.25 else (),
            )
        )
    return days


@pytest.fixture(scope="session")
def make_cell():
    def make(index=0, *, ahead=15, climate=True, **changes):
        cell_id, name, country, lat, lon, zone, mean, swing = PLACES[index]
        normals = usual(mean, swing)
        days = weather(normals, seed=index, ahead=ahead)
        parts = {
            "cell_id": cell_id,
            "name": name,
            "country_code": country,
            "latitude": lat,
            "longitude": lon,
            "timezone": zone,
            "days": tuple(days),
            "normals": normals if climate else {},
            "base": Base("1991-2020", "standard", "era5_seamless") if climate else None,
        }
        return Cell(**parts | changes)

    return make


@pytest.fixture(scope="session")
def edition(make_cell):
    """Six places, one connector, two streams, all of it from the sandbox."""
    run_of = _shops.connector(
        "tap-openmeteo", runs=12, successes=11, last_started=AS_OF, confidence=None
    )
    streams = (
        Freshness("weather_daily_history", 65748, AS_OF.replace(year=2021), 65748, 0.0),
        Freshness("weather_hourly_recent", 1440, AS_OF, 1440, 0.012),
    )
    return Edition(
        tenant="default",
        built_at=BUILT_AT,
        as_of=AS_OF,
        cells=tuple(make_cell(index) for index in range(len(PLACES))),
        connectors=(run_of,),
        freshness=streams,
        stub=True,
        tables={"weather.weather_daily": 3},
    )


@pytest.fixture(scope="session")
def page_text(edition):
    return page.write(edition)


@pytest.fixture(scope="session")
def outline(page_text):
    return _outline.Outline(page_text)


@pytest.fixture(scope="session")
def make_lake():
    """Write an edition as promoted Delta tables and return the lake's folder."""

    def make(root, edition, *, without=(), tenant="default"):
        lake = Lake(root)
        climate = [cell for cell in edition.cells if cell.normals]
        source = "stub" if edition.stub else "openmeteo"
        tables = {
            ("weather", "weather_daily"): _tables.days_table(
                edition.cells, source, AS_OF
            ),
            ("weather", "climatology_daily"): _tables.climate_table(climate),
            ("staging", "stg_openmeteo__cells"): _tables.cells_table(edition.cells),
            ("quality", "connector_health"): _tables.connectors_table(
                edition.connectors
            ),
            ("quality", "wx_health"): _tables.streams_table(edition.freshness),
        }
        pins = {
            TableName(layer, tenant, model): lake.write(layer, tenant, model, table)
            for (layer, model), table in tables.items()
            if model not in without
        }
        write_promoted(lake, Promoted(tenant, "a-run", BUILT_AT, pins))
        return Path(root)

    return make


@pytest.fixture(scope="session")
def lake_root(tmp_path_factory, make_lake, edition):
    """The edition as a lake; nobody writes to it."""
    return make_lake(tmp_path_factory.mktemp("lake"), edition)


@pytest.fixture
def wv(capfd):
    """Run the command line in this process: exit code, stdout, stderr."""
    from wv.cli import cli  # noqa: PLC0415 - the command under test.

    def call(*arguments):
        code = run(cli, [str(each) for each in arguments])
        out, err = capfd.readouterr()
        return code, out, err

    return call


@pytest.fixture(scope="session")
def chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no `chromium` on PATH: install it to open the page in a browser")
    return found


@pytest.fixture(scope="session")
def browser(chromium, tmp_path_factory):
    """One headless Chromium for all tests of this process."""
    running = _browser.Chromium(chromium, tmp_path_factory.mktemp("chromium"))
    yield running
    running.close()


@pytest.fixture(scope="session")
def everything(edition):
    """The edition with a shop, several connectors, alerts and dead letters."""
    return _shops.everything(edition)


@pytest.fixture(scope="session")
def everything_text(everything):
    return page.write(everything)


class _Recorder(http.server.SimpleHTTPRequestHandler):
    """Serves a folder on loopback and writes down every path asked for."""

    asked: list[str]

    def log_message(self, *_arguments):
        self.asked.append(self.path)


@pytest.fixture(scope="session")
def serve(tmp_path_factory):
    """Serve a folder: its path, its address, and the paths asked for."""
    asked = []
    handler = type("Handler", (_Recorder,), {"asked": asked})
    folder = tmp_path_factory.mktemp("www")
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=folder)
    ) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()
