"""What the sandbox's weather does to its orders is found again in the feature matrix.

The sandbox plants how rain, heat and cold move demand, and tells it to nobody. A plain
least-squares regression on the matrix, with the calendar as control, finds each effect
within its confidence interval; with another day's weather it does not.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pytest

from tap_kit import geohash
from wv_sandbox.climate import Cell, Climate
from wv_sandbox.shopify.shop import demand
from wv_sandbox.shopify.shop.shop import Shop
from wv_transforms.engine import connect, create_view, select_declared, select_nothing
from wv_transforms.project import Project
from wv_transforms.settings import RELATION, select_settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PROJECT = Project.load()
DAYS = demand.COUNTED_DAYS
FIRST = datetime.fromtimestamp(demand.FIRST_DAY * demand.DAY_SECONDS, UTC).date()
PLANTED = {
    "any day": 0.22 * 0.5 + 0.30,
    "each mm of rain": 0.22 * 0.12,
    "heat": 0.26,
    "chill": 0.22,
    "snow": 0.22 * 0.8,
    "a wet day": 0.30 * 0.2,
}
"""Of the base demand of a place; shares of the themes times what weather does."""
CONFIDENCE = 0.95


class Estimate(NamedTuple):
    """A coefficient and the ends of its confidence interval."""

    value: float
    low: float
    high: float

    def holds(self, truth: float) -> bool:
        return self.low <= truth <= self.high


@pytest.fixture(scope="module")
def shop() -> Shop:
    return Shop("weathervane-60000", Climate(7))


def cells(shop: Shop) -> list[str]:
    return [geohash.encode(c.latitude, c.longitude, 5) for c in shop.kind.cities]


def given(shop: Shop) -> dict[str, pa.Table]:
    """What the matrix rests on: orders by place, and weather as it was.

    The sandbox's demand moves by days of UTC, so its places keep UTC here.
    """
    names = np.array(cells(shop))
    moments = shop.table.created.astype("datetime64[s]")
    orders = pa.table(
        {
            "order_id": [f"o{n}" for n in range(len(moments))],
            "cell_id": names[shop.table.city],
            "shipment": ["physical"] * len(moments),
            "ordered_at": pa.array(moments).cast(pa.timestamp("us", tz="UTC")),
        }
    )
    weather = []
    for name, city in zip(names, shop.kind.cities, strict=True):
        place = Cell.at(city.latitude, city.longitude)
        days = Climate(shop.seed).days(place, demand.FIRST_DAY, DAYS)
        weather += [
            {
                "cell_id": name,
                "local_date": FIRST + timedelta(days=n),
                "temp_c": (float(days.tmin_c[n]) + float(days.tmax_c[n])) / 2,
                "temp_max_c": float(days.tmax_c[n]),
                "temp_min_c": float(days.tmin_c[n]),
                "precip_mm": float(days.precip_mm[n]),
            }
            for n in range(DAYS)
        ]
    watched = [{"cell_id": name, "timezone": "Etc/UTC"} for name in names]
    return {
        "order_cells": orders,
        "wx_explain": pa.Table.from_pylist(weather),
        "stg_openmeteo__cells": pa.Table.from_pylist(watched),
    }


def matrix(tables: dict[str, pa.Table]) -> list[dict[str, Any]]:
    """The feature matrix, mode explain, of the first two years."""
    known = PROJECT.relation_columns()
    with connect() as con:
        create_view(con, RELATION, select_settings(PROJECT.settings))
        for name, columns in known.items():
            if "." in name or name == RELATION:
                continue
            rows = select_nothing(columns)
            if name in tables:
                con.register(f"given_{name}", tables[name])
                rows = select_declared(
                    columns, tables[name].column_names, f"given_{name}"
                )
            create_view(con, name, rows)
        for name in ("cell_days", "feature_matrix"):
            create_view(con, name, f"({PROJECT.models[name].sql}\n)")
        found = con.sql(
            "from feature_matrix where mode = 'explain' and has_weather "
            "order by cell_id, local_date"
        )
        rows_found: list[dict[str, Any]] = found.to_arrow_table().to_pylist()
        return rows_found


def regressors(rows: list[dict[str, Any]]) -> Floats:
    """What an analyst makes of the weather columns; one column an effect."""
    rain = np.array([row["precip_mm"] for row in rows])
    high = np.array([row["temp_max_c"] for row in rows])
    low = np.array([row["temp_min_c"] for row in rows])
    wet = rain > 1.0
    return np.column_stack(
        [
            np.ones(len(rows)),
            np.minimum(rain, 25.0),
            np.clip(np.exp(0.10 * (high - 23.0)), 0.1, 6.0),
            np.clip(np.exp(0.08 * (4.0 - low)), 0.1, 5.0),
            wet & (low < 0.5),
            wet,
        ]
    ).astype(np.float64)


def controls(shop: Shop, rows: list[dict[str, Any]]) -> Floats:
    """How many orders a unit of demand is, by place and day: calendar, growth, size."""
    days = np.array([(row["local_date"] - FIRST).days for row in rows])
    calendar = demand._calendar(demand.FIRST_DAY + days)
    by_cell = dict(zip(cells(shop), (c.weight for c in shop.kind.cities), strict=True))
    weights = np.array([by_cell[row["cell_id"]] for row in rows]) * calendar
    units = regressors(rows) @ np.array(list(PLANTED.values())) * weights
    return np.asarray(weights * (shop.size / units.sum()))


def fit(y: Floats, x: Floats) -> dict[str, Estimate]:
    """Ordinary least squares with White's errors; intervals hold all together."""
    inverse = np.linalg.inv(x.T @ x)
    values = inverse @ x.T @ y
    left = y - x @ values
    errors = np.sqrt(np.diag(inverse @ (x.T * left**2) @ x @ inverse))
    wide = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / 2 / len(values))
    return {
        name: Estimate(float(v), float(v - wide * e), float(v + wide * e))
        for name, v, e in zip(PLANTED, values, errors, strict=True)
    }


@pytest.fixture(scope="module")
def rows(shop: Shop) -> list[dict[str, Any]]:
    return matrix(given(shop))


def test_the_matrix_holds_every_order_of_every_place(
    shop: Shop, rows: list[dict[str, Any]]
):
    ends = (demand.FIRST_DAY + DAYS) * demand.DAY_SECONDS
    placed = int((shop.table.created < ends).sum())

    assert len(rows) == DAYS * len(shop.kind.cities)
    assert sum(row["orders"] for row in rows) == placed


def test_each_planted_effect_lies_within_its_interval(
    shop: Shop, rows: list[dict[str, Any]]
):
    orders = np.array([row["orders"] for row in rows], dtype=np.float64)
    x = regressors(rows) * controls(shop, rows)[:, None]

    found = fit(orders, x)

    for name, truth in PLANTED.items():
        assert found[name].holds(truth), (name, truth, found[name])
    for name in ("each mm of rain", "heat", "chill"):
        assert found[name].low > 0, name


def test_with_the_weather_of_other_days_no_effect_is_found(
    shop: Shop, rows: list[dict[str, Any]]
):
    """The regression does not find what it is told to find."""
    orders = np.array([row["orders"] for row in rows], dtype=np.float64)
    moved = np.roll(regressors(rows), 17, axis=0)

    found = fit(orders, moved * controls(shop, rows)[:, None])

    assert not found["each mm of rain"].holds(PLANTED["each mm of rain"])
    assert found["each mm of rain"].holds(0)
