"""Cells from settings and files."""

from __future__ import annotations

import json
import logging
import os
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tap_kit.errors import ExitCode, SettingsError
from tap_openmeteo.cells import DEMO_CELLS, parse_cells, read_cells_file, timezone_at

BERLIN = {"name": "Berlin", "latitude": 52.52, "longitude": 13.41, "country_code": "de"}


def test_a_point_becomes_the_centre_of_its_cell():
    """The address itself never leaves: 5 km are near enough for weather."""
    (cell,) = parse_cells([BERLIN], "cells")

    assert (cell.id, cell.name, cell.country_code) == ("u33dc", "Berlin", "DE")
    assert (cell.latitude, cell.longitude) != (52.52, 13.41)
    assert abs(cell.latitude - 52.52) < 0.022
    assert abs(cell.longitude - 13.41) < 0.022


def test_a_geohash_is_enough():
    (cell,) = parse_cells([{"geohash": "U33DC"}], "cells")

    assert cell.id == "u33dc"
    assert cell.timezone == "Europe/Berlin"
    assert cell.name is None


def test_a_finer_geohash_is_cut_to_five_characters():
    (cell,) = parse_cells([{"geohash": "u33dc0cpj"}], "cells")

    assert cell.id == "u33dc"


def test_two_places_in_a_cell_are_read_once():
    """The first gives the name."""
    near = {"name": "next door", "latitude": 52.521, "longitude": 13.411}

    cells = parse_cells([BERLIN, near], "cells")

    assert [cell.name for cell in cells] == ["Berlin"]


def test_numbers_may_come_as_text():
    (cell,) = parse_cells([{"latitude": "52.52", "longitude": "13.41"}], "cells")

    assert cell.id == "u33dc"


def test_a_given_time_zone_wins():
    """tzfpy's borders are simplified; who knows better may say so."""
    (cell,) = parse_cells([BERLIN | {"timezone": "Europe/Zurich"}], "cells")

    assert cell.timezone == "Europe/Zurich"


def test_the_demo_cells_lie_where_they_should():
    cells = parse_cells(DEMO_CELLS, "demo")

    assert {cell.name: cell.timezone for cell in cells} == {
        "New York": "America/New_York",
        "Berlin": "Europe/Berlin",
        "London": "Europe/London",
        "Toronto": "America/Toronto",
        "Sydney": "Australia/Sydney",
        "Phoenix": "America/Phoenix",
    }


@settings(deadline=None)
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_has_a_time_zone_that_python_knows(latitude, longitude):
    assert timezone_at(latitude, longitude) in available_timezones()


def test_null_island_is_warned_of(caplog):
    """Zero, zero is what a failed geocode leaves; it is real sea, so it is kept."""
    with caplog.at_level(logging.WARNING):
        parse_cells([{"latitude": 0, "longitude": 0.0}], "cells")

    assert "failed geocode" in caplog.text


REFUSED = {
    "no object": ("u33dc", "a cell is an object, got str"),
    "a list": ([52.5, 13.4], "a cell is an object, got list"),
    "nothing": (None, "a cell is an object, got NoneType"),
    "an empty object": ({}, "latitude is not a number: None"),
    "latitude alone": ({"latitude": 52.5}, "longitude is not a number: None"),
    "a word": (
        {"latitude": "north", "longitude": 1},
        "latitude is not a number: 'north'",
    ),
    "NaN": ({"latitude": "nan", "longitude": 1}, "latitude is not a number: 'nan'"),
    "infinity": (
        {"latitude": 1, "longitude": float("inf")},
        "longitude is not a number: inf",
    ),
    "a truth": ({"latitude": True, "longitude": 1}, "latitude is not a number: True"),
    "north of the pole": ({"latitude": 90.1, "longitude": 1}, "90.1"),
    "past the date line": ({"latitude": 1, "longitude": 180.5}, "180.5"),
    "a letter too many": ({"geohash": "u33da"[:4] + "a"}, "unknown cell 'u33da'"),
    "a sentence": ({"geohash": "Berlin Mitte"}, "unknown cell 'berlin mitte'"),
    "too coarse": ({"geohash": "u33d"}, "too coarse"),
    "a strange zone": (BERLIN | {"timezone": "Europe/Atlantis"}, "unknown time zone"),
    "an offset as zone": (BERLIN | {"timezone": "+01:00"}, "unknown time zone"),
    "a zone that is no text": (BERLIN | {"timezone": ["UTC"]}, "unknown time zone"),
    "a country in words": (BERLIN | {"country_code": "Germany"}, "not two letters"),
    "a country in digits": (BERLIN | {"country_code": "49"}, "not two letters"),
}


@pytest.mark.parametrize(("entry", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_cell_is_refused_and_named(entry, words):
    with pytest.raises(SettingsError, match="cells, entry 2") as caught:
        parse_cells([BERLIN, entry], "cells")

    assert words in str(caught.value)
    assert caught.value.exit_code is ExitCode.USAGE
    assert caught.value.next_step


def test_swapped_coordinates_are_recognised():
    with pytest.raises(SettingsError, match="look swapped"):
        parse_cells([{"latitude": 151.21, "longitude": -33.87}], "cells")


def test_no_cell_at_all_is_refused():
    """A run that reads nothing looks like a run that is fine."""
    with pytest.raises(SettingsError, match="no cell"):
        parse_cells([], "cells")


FILES = {
    "cells.csv": "name,latitude,longitude,country_code\nBerlin,52.52,13.41,de\n",
    "with-bom.csv": "\ufeffname,latitude,longitude\nBerlin,52.52,13.41\n",
    "cells.json": json.dumps([BERLIN]),
    "cells.ndjson": f"{json.dumps(BERLIN)}\n\n",
    "CELLS.JSONL": json.dumps(BERLIN),
}


@pytest.mark.parametrize(("name", "text"), FILES.items(), ids=FILES.keys())
def test_cells_are_read_from_a_file(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")

    (cell,) = read_cells_file(tmp_path / name)

    assert (cell.id, cell.name) == ("u33dc", "Berlin")


WRONG_FILES = {
    "cells.txt": ("Berlin", "cannot be read from a .txt file"),
    "cells": ("Berlin", "nameless"),
    "object.json": ("{}", "expected a list"),
    "cut.json": ("[{", "malformed"),
    "cut.ndjson": ('{"latitude"', "malformed"),
    "empty.csv": ("", "no cell"),
    "header.csv": ("latitude,longitude\n", "no cell"),
    "quotes.csv": ('latitude,longitude\n"1"x,2\n', "malformed"),
    "short.csv": ("latitude,longitude\n1\n", "longitude is not a number"),
}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [(name, text, words) for name, (text, words) in WRONG_FILES.items()],
    ids=WRONG_FILES.keys(),
)
def test_a_wrong_file_is_refused_by_name(tmp_path, name, text, words):
    (tmp_path / name).write_text(text)

    with pytest.raises(SettingsError, match=words) as caught:
        read_cells_file(tmp_path / name)

    assert f"cells_file {name}" in caught.value.where


def test_an_absent_file_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="No such file"):
        read_cells_file(tmp_path / "absent.csv")


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "cells.csv").write_bytes(os.urandom(64) + b"\xff\xfe")

    with pytest.raises(SettingsError, match="malformed"):
        read_cells_file(tmp_path / "cells.csv")


def test_the_stream_tells_every_cell_and_its_grid_point(make_tap, sync, box):
    """It is the map from a cell to its climatology, and asks nobody."""
    rows = sync(make_tap("cells", cells=[BERLIN])).records("cells")

    (row,) = rows
    assert row["cell_id"] == "u33dc"
    assert row["timezone"] == "Europe/Berlin"
    assert row["grid_cell_id"] == "+52.50+013.50"
    assert (row["grid_latitude"], row["grid_longitude"]) == (52.5, 13.5)
    assert not box.requests


def test_the_stream_is_read_whole_each_run(make_tap, sync):
    """A name or a zone that was corrected must arrive."""
    state = sync(make_tap("cells")).state

    assert len(sync(make_tap("cells", state=state)).records("cells")) == 2
