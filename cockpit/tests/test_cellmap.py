"""The map of cells: where a dot lies, how large it is, which names have room."""

from __future__ import annotations

import math

import pytest
from cockpit_tests_shops import small
from hypothesis import example, given
from hypothesis import strategies as st

from wv.report import cellmap
from wv.report.html import render
from wv.report.maplabels import LINE, labels
from wv.report.shop_model import ShippingCell

SIZE = (cellmap.WIDTH, 300.0)
NEAR = 1e-6


def cell(latitude, longitude, share=1.0):
    return ShippingCell("x", latitude, longitude, 1, share, watched=True)


def test_corners_of_the_frame_are_corners_of_the_map():
    seen = cellmap.Frame(-180.0, 90.0, 360.0, 180.0)

    assert seen.place(90.0, -180.0) == (0, 0)
    assert seen.place(-90.0, 180.0) == (cellmap.WIDTH, seen.height)


latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180)


@given(st.lists(st.tuples(latitudes, longitudes), min_size=1, max_size=20))
@example([(89.9, 179.9), (-89.9, -179.9)])
@example([(0.0, -179.0), (0.0, 179.0)])
@example([(90.0, 0.0)])
def test_the_frame_holds_every_cell_and_stays_on_earth(places):
    seen = cellmap.frame([cell(*place) for place in places])

    assert seen.west >= -180 - NEAR
    assert seen.west + seen.span <= 180 + NEAR
    assert seen.north <= 90 + NEAR
    assert seen.north - seen.drop >= -90 - NEAR
    for x, y in (seen.place(*place) for place in places):
        assert -NEAR <= x <= cellmap.WIDTH + NEAR
        assert -NEAR <= y <= seen.height + NEAR


def test_one_cell_is_shown_with_its_surroundings():
    assert cellmap.frame([cell(40.0, -74.0)]).span == cellmap.LEAST_SPAN


def test_a_dots_area_is_its_share():
    text = render(cellmap.draw(small(), {}, ""))
    radii = [
        float(part.split(' r="')[1].split('"')[0]) for part in text.split("<circle")[1:]
    ]

    assert radii[0] ** 2 / radii[1] ** 2 == pytest.approx(4, rel=0.05)


def test_a_cell_that_sold_nothing_is_still_a_dot():
    shop = small(cells=(cell(1.0, 1.0, share=0.0),))

    assert f'r="{cellmap.LEAST}"' in render(cellmap.draw(shop, {}, ""))


def test_cities_outside_the_frame_are_left_out():
    text = render(cellmap.draw(small(cells=small().cells[:1]), {}, ""))

    assert text.count("h0") == 1


def test_names_that_have_room_are_written():
    text = render(cellmap.draw(small(), {"dr5ru": "New York", "u33db": "Berlin"}, ""))

    assert ">New York</text>" in text
    assert ">Berlin</text>" in text


def test_a_name_goes_to_another_side_of_its_dot_where_one_is_taken():
    near, other = (600.0, 100.0, 10.0), (640.0, 100.0, 10.0)

    (found,) = labels([(near, "Here")], [near, other], SIZE)

    assert found.anchor == "end"


def test_a_name_without_room_on_any_side_is_left_out():
    middle = (300.0, 100.0, 5.0)
    around = [
        (300.0 + 30 * math.cos(turn), 100.0 + 30 * math.sin(turn), 20.0)
        for turn in (0.0, math.pi / 2, math.pi, -math.pi / 2)
    ]

    assert labels([(middle, "Somewhere")], [middle, *around], SIZE) == []


def test_no_two_names_lie_over_each_other():
    dots = [(300.0, 100.0, 6.0), (300.0, 100.0 + LINE / 2, 6.0)]

    found = labels([(dots[0], "One"), (dots[1], "Two")], dots, SIZE)

    assert [label.text for label in found] == ["One", "Two"]
    assert {label.anchor for label in found} == {"start", "end"}


def test_a_name_at_the_edge_grows_inwards():
    dot = (700.0, 100.0, 5.0)

    assert labels([(dot, "Sydney")], [dot], SIZE)[0].anchor == "end"


def test_dots_too_small_to_hide_anything_keep_no_name_away():
    """A shop with hundreds of cells would show no name at all otherwise."""
    named = (300.0, 100.0, 10.0)
    small_ones = [(310.0 + 4 * n, 100.0, 3.0) for n in range(20)]

    (found,) = labels([(named, "Here")], [named, *small_ones], SIZE)

    assert found.anchor == "start"
