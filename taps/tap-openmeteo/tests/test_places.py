"""Grid points and distances."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tap_openmeteo.places import Cell, Place, distance_km, grid_point

LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)


@pytest.mark.parametrize(
    ("latitude", "longitude", "name"),
    [
        (40.78, -73.97, "+40.75-074.00"),
        (0.0, 0.0, "+00.00+000.00"),
        (-0.1, -0.1, "+00.00+000.00"),
        (-33.87, 151.21, "-33.75+151.25"),
        (52.52, 13.41, "+52.50+013.50"),
        (0.125, -0.125, "+00.25-000.25"),
        (89.9, 179.9, "+90.00-180.00"),
        (-90.0, -180.0, "-90.00-180.00"),
    ],
)
def test_a_grid_point_is_named_by_its_own_coordinates(latitude, longitude, name):
    """Halves go away from zero, there is no -0, and the date line has one name."""
    assert grid_point(latitude, longitude).id == name


@settings(deadline=None)
@given(LATITUDES, LONGITUDES)
def test_the_grid_point_is_the_nearest_of_the_grid(latitude, longitude):
    point = grid_point(latitude, longitude)

    assert abs(point.latitude - latitude) <= 0.125
    assert (
        min(abs(point.longitude - longitude), 360 - abs(point.longitude - longitude))
        <= 0.125
    )
    assert -180 <= point.longitude < 180
    assert point.id == f"{point.latitude:+06.2f}{point.longitude:+07.2f}"


@settings(deadline=None)
@given(LATITUDES, LONGITUDES)
def test_a_grid_point_is_its_own_grid_point(latitude, longitude):
    point = grid_point(latitude, longitude)

    assert grid_point(point.latitude, point.longitude) == point


def test_a_cell_knows_its_grid_point():
    cell = Cell("dr5ru", 40.78, -73.97, "America/New_York")

    assert cell.grid == Place("+40.75-074.00", 40.75, -74.0)


def test_distance_matches_known_places():
    """Berlin to Paris is 878 km on a sphere of 6,371 km."""
    berlin = Place("berlin", 52.52, 13.405)

    assert distance_km(berlin, 48.8566, 2.3522) == pytest.approx(877.5, abs=1)


def test_distance_to_the_other_side_of_the_earth_is_half_its_girth():
    """Rounding may push the haversine above one, where asin has no answer."""
    assert distance_km(Place("pole", 90, 0), -90, 0) == pytest.approx(math.pi * 6371)


def test_distance_across_the_date_line_is_short():
    assert distance_km(Place("fiji", 0, 179.95), 0, -179.95) == pytest.approx(
        11.1, abs=0.1
    )
