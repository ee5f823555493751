"""The rows of the replay, as taps and target leave them in raw tables.

Three places: New York, whose clocks go forward on 8 March 2026; Berlin, with a broken
rain gauge and a day without values; London, which has orders and no weather.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, Any]
Rows = dict[str, list[Row]]

AS_OF: Final = datetime(2026, 3, 9, 12, tzinfo=UTC)
"""The instant of the replay."""
FIRST: Final = datetime(2026, 3, 6, tzinfo=UTC)
LAST: Final = datetime(2026, 3, 9, 5, tzinfo=UTC)
NEW_YORK: Final = "dr5ru"
BERLIN: Final = "u33dc"
LONDON: Final = "gcpvj"
ABSURD_C: Final = 49.0
"""Temperature of every row that the replay must not see [°C]."""
_HOUR: Final = timedelta(hours=1)
_LAG: Final = timedelta(hours=6)
_SPIKE: Final = datetime(2026, 3, 7, 12, tzinfo=UTC)
_TINY: Final = datetime(2026, 3, 7, 15, tzinfo=UTC)
_BASE_YEARS: Final = range(1991, 2003)


def history() -> Rows:
    """What is there before the late rows come: all but the last load."""
    return {
        "openmeteo__cells": [*_cells()],
        "openmeteo__weather_daily_history": [*_base()],
        "openmeteo__weather_hourly_recent": [*_recent()],
        "openmeteo__weather_hourly_previous_runs": [*_previous_runs()],
        "openmeteo__weather_hourly_forecast": [*_forecasts()],
        "shopify_wv__shop": [
            {"id": "shop", "currency": "USD", "timezone": "America/New_York"}
        ],
        "shopify_wv__orders": [*_orders()],
    }


def late_orders() -> list[Row]:
    """Orders of the weekend that the shop tells only afterwards."""
    return [
        _order("late", datetime(2026, 3, 8, 7, 30, tzinfo=UTC), NEW_YORK)
        | {"processed_at": datetime(2026, 3, 7, 20, tzinfo=UTC)}
    ]


def future() -> Rows:
    """Rows that came after the instant of the replay, all of them absurd."""
    hours = [*_hours(FIRST, LAST + timedelta(days=3))]
    issued = AS_OF
    return {
        "openmeteo__weather_hourly_forecast": [
            _weather(NEW_YORK, hour, ABSURD_C)
            | {"issued_at": issued, "as_of": issued + _LAG}
            for hour in hours
            if hour >= issued
        ],
        "openmeteo__weather_hourly_observed": [
            _weather(cell, hour, ABSURD_C)
            | {"model": "era5_seamless", "as_of": hour + timedelta(days=6)}
            for cell in (NEW_YORK, BERLIN)
            for hour in hours
            if hour <= LAST
        ],
        "shopify_wv__orders": [_order("future", AS_OF + _HOUR, NEW_YORK)],
    }


def wrong_clock() -> list[Row]:
    """A forecast that was fetched before its run began: no build may pass it."""
    return [
        _weather(NEW_YORK, LAST, 1.0)
        | {"issued_at": LAST, "as_of": LAST - _HOUR, "time": LAST + _HOUR}
    ]


def _hours(first: datetime, last: datetime) -> Iterator[datetime]:
    for number in range(int((last - first) / _HOUR) + 1):
        yield first + number * _HOUR


def _weather(cell: str, time: datetime, temp_c: float | None) -> Row:
    return {
        "cell_id": cell,
        "time": time,
        "model": "best_match",
        "temperature_2m": temp_c,
        "relative_humidity_2m": 60.0,
        "precipitation": 0.5,
        "snowfall": 0.0,
        "wind_gusts_10m": 8.0,
    }


def _temp_c(time: datetime) -> float:
    return round(8 + 5 * math.sin((time.hour - 9) / 24 * 2 * math.pi), 1)


def _cells() -> Iterator[Row]:
    places = {
        NEW_YORK: ("+40.75-074.00", "US", "America/New_York"),
        BERLIN: ("+52.50+013.50", "DE", "Europe/Berlin"),
        LONDON: ("+51.50+000.00", "GB", "Europe/London"),
    }
    for cell, (grid, country, zone) in places.items():
        yield {
            "cell_id": cell,
            "grid_cell_id": grid,
            "country_code": country,
            "timezone": zone,
        }


def _base() -> Iterator[Row]:
    """Twelve years of New York, enough for provisional normals."""
    day = date(_BASE_YEARS.start, 1, 1)
    while day.year in _BASE_YEARS:
        wave = math.sin((day.timetuple().tm_yday - 110) / 365 * 2 * math.pi)
        mean = 12 + 11 * wave + day.toordinal() % 7 - 3
        yield {
            "grid_cell_id": "+40.75-074.00",
            "date": day,
            "model": "era5_seamless",
            "temperature_2m_mean": mean,
            "temperature_2m_max": mean + 4,
            "temperature_2m_min": mean - 4,
            "precipitation_sum": float(day.toordinal() % 3),
        }
        day += timedelta(days=1)


def _recent() -> Iterator[Row]:
    for hour in _hours(FIRST, LAST):
        for cell in (NEW_YORK, BERLIN):
            row = _weather(cell, hour, _temp_c(hour)) | {"as_of": hour + _LAG}
            if cell == BERLIN and hour == _SPIKE:
                row["precipitation"] = -3276.8
            if cell == NEW_YORK and hour == _TINY:
                row["precipitation"] = -4.5e-05
            if cell == BERLIN and (hour + _HOUR).date() == date(2026, 3, 8):
                row |= {"temperature_2m": None, "relative_humidity_2m": None}
            yield row


def _previous_runs() -> Iterator[Row]:
    for hour in _hours(FIRST, LAST + timedelta(days=1)):
        for lead in (1, 2):
            known = hour - timedelta(days=lead) + _LAG
            yield _weather(NEW_YORK, hour, _temp_c(hour) + lead) | {
                "lead_days": lead,
                "as_of": known,
            }


def _forecasts() -> Iterator[Row]:
    for day in (7, 8, 9):
        issued = datetime(2026, 3, day, tzinfo=UTC)
        for hour in _hours(issued, issued + timedelta(days=3)):
            for cell in (NEW_YORK, BERLIN):
                yield _weather(cell, hour, _temp_c(hour) + 10) | {
                    "issued_at": issued,
                    "as_of": issued + _LAG,
                    "precipitation_probability": 80.0,
                }


def _order(name: str, made: datetime, cell: str | None, **parts: Any) -> Row:  # noqa: ANN401 - columns of any type.
    usual = {
        "id": name,
        "created_at": made,
        "processed_at": made,
        "requires_shipping": True,
        "ship_country_code": "US",
        "ship_geohash": cell,
        "ship_geo_quarantine": None if cell else "null_island",
    }
    return usual | parts


def _orders() -> Iterator[Row]:
    change = datetime(2026, 3, 8, 7, tzinfo=UTC)
    yield _order("before the change", change - _HOUR / 2, NEW_YORK)
    yield _order("after the change", change + _HOUR / 2, NEW_YORK)
    yield _order("in the null day", change + 5 * _HOUR, BERLIN, ship_country_code="DE")
    yield _order("to the empty cell", change, LONDON, ship_country_code="GB")
    yield _order("to nowhere", change, None)
    yield _order("not shipped", change, None, requires_shipping=False)
