from __future__ import annotations

import math

import geohash2
import pygeohash
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tap_kit import geohash

LATITUDES = st.floats(min_value=-90, max_value=90)
LONGITUDES = st.floats(min_value=-180, max_value=180)
PRECISIONS = st.integers(min_value=1, max_value=12)
GEOHASHES = st.text("0123456789bcdefghjkmnpqrstuvwxyz", min_size=1, max_size=12)

CITIES = {
    "New York": (40.78, -73.97, "dr5ru"),
    "Berlin": (52.52, 13.41, "u33dc"),
    "London": (51.51, -0.13, "gcpvj"),
    "Sydney": (-33.87, 151.21, "r3gx2"),
}


@given(LATITUDES, LONGITUDES, PRECISIONS)
@example(-1e-20, -1e-20, 5)
@example(0.0, 0.0, 5)
@example(90.0, 180.0, 12)
@example(-90.0, -180.0, 12)
def test_encode_equals_pygeohash(lat: float, lon: float, precision: int) -> None:
    assert geohash.encode(lat, lon, precision) == pygeohash.encode(lat, lon, precision)


@given(GEOHASHES)
def test_decode_equals_pygeohash(gh: str) -> None:
    oracle = pygeohash.decode_exactly(gh)

    assert geohash.decode(gh) == (
        oracle.latitude,
        oracle.longitude,
        oracle.latitude_error,
        oracle.longitude_error,
    )


@given(GEOHASHES)
def test_the_centre_of_a_cell_lies_in_it(gh: str) -> None:
    assert geohash.encode(*geohash.centre(gh), precision=len(gh)) == gh


@given(GEOHASHES)
def test_southern_and_western_border_belong_to_the_cell(gh: str) -> None:
    lat, lon, lat_err, lon_err = geohash.decode(gh)

    assert geohash.encode(lat - lat_err, lon - lon_err, len(gh)) == gh


@given(GEOHASHES)
def test_one_float_below_the_border_is_another_cell(gh: str) -> None:
    """A rounded sum puts such a point on the wrong side: hence the correction."""
    lat, lon, lat_err, _ = geohash.decode(gh)
    below = max(math.nextafter(lat - lat_err, -math.inf), -90.0)

    outside = below < lat - lat_err
    assert (geohash.encode(below, lon, len(gh)) != gh) is outside


@pytest.mark.parametrize(("lat", "lon", "cell"), CITIES.values(), ids=CITIES)
def test_cities_lie_in_their_published_cells(lat: float, lon: float, cell: str) -> None:
    assert geohash.encode(lat, lon) == cell


@pytest.mark.parametrize(
    ("lat", "lon", "wrong", "right"),
    [
        (0.0, 0.0, "7zzzz", "s0000"),
        (0.0, 10.0, "kpzpg", "s0p05"),
        (45.0, -90.0, "9zzzz", "f0000"),
        (-45.0, 90.0, "jzzzz", "q0000"),
        (22.5, 11.25, "s5zzz", "sk000"),
    ],
)
def test_geohash2_is_wrong_on_borders(
    lat: float, lon: float, wrong: str, right: str
) -> None:
    """Why we do not use it: a border belongs to the cell on its north and east."""
    assert geohash2.encode(lat, lon, 5) == wrong
    assert geohash.encode(lat, lon) == pygeohash.encode(lat, lon, 5) == right


def test_geohash2_accepts_a_latitude_that_does_not_exist() -> None:
    assert geohash2.encode(91.0, 0.0, 5)
    with pytest.raises(ValueError, match="latitude goes from -90 to 90, got 91"):
        geohash.encode(91.0, 0.0)


@given(
    LATITUDES.filter(lambda value: abs(value) > 1e-9),
    LONGITUDES.filter(lambda value: abs(value) > 1e-9),
)
def test_geohash2_agrees_away_from_borders(lat: float, lon: float) -> None:
    """Its rounding of the interval differs on borders only."""
    on_border = (lat / 45 * 2**12).is_integer() or (lon / 45 * 2**12).is_integer()
    if not on_border:
        assert geohash2.encode(lat, lon, 5) == geohash.encode(lat, lon)


@pytest.mark.parametrize(
    ("lat", "lon", "named"),
    [
        (90.1, 0.0, "latitude"),
        (-90.1, 0.0, "latitude"),
        (0.0, 180.1, "longitude"),
        (0.0, -180.1, "longitude"),
        (math.nan, 0.0, "latitude"),
        (0.0, math.nan, "longitude"),
        (math.inf, 0.0, "latitude"),
        (0.0, -math.inf, "longitude"),
    ],
)
def test_encode_refuses_what_is_no_place(lat: float, lon: float, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        geohash.encode(lat, lon)


@pytest.mark.parametrize("precision", [-1, 0, 13])
def test_encode_refuses_a_precision_out_of_range(precision: int) -> None:
    with pytest.raises(ValueError, match="precision goes from 1 to 12"):
        geohash.encode(0.0, 0.0, precision)


@pytest.mark.parametrize("gh", ["", "a", "dr5ri", "DR5RU", "dr5ru ", "0" * 13, "é"])
def test_decode_refuses_what_is_no_geohash(gh: str) -> None:
    with pytest.raises(ValueError, match="not a geohash"):
        geohash.decode(gh)


def test_the_error_is_half_the_cell() -> None:
    """Precision 5: 180 / 2**12 and 360 / 2**13 degrees."""
    _, _, lat_err, lon_err = geohash.decode("dr5ru")

    assert (lat_err, lon_err) == (180 / 2**13, 360 / 2**14)
