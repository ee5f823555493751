"""The lake's shipping cells are the places whose weather tap-openmeteo reads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tap_kit import geohash, testing
from tap_kit.clock import ManualClock
from tap_openmeteo.lake import read_lake_cells
from tap_openmeteo.places import grid_point
from tap_openmeteo.tap import TapOpenMeteo
from target_parquet_lake.lake import Lake
from wv_sandbox.testing import serve
from wv_transforms.project import Project
from wv_transforms.runner import build
from wv_transforms.testing import run_model

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
PROJECT = Project.load()
SOLD = {"dr5ru": 3, "u33dc": 2, "r3gx2": 1}
ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz"


def orders() -> pa.Table:
    cells = [cell for cell, count in SOLD.items() for _ in range(count)]
    common = {
        "created_at": NOW,
        "requires_shipping": True,
        "ship_country_code": "US",
        "_sdc_sequence": 1,
    }
    rows = [
        common | {"id": f"o{number}", "ship_geohash": cell}
        for number, cell in enumerate(cells)
    ]
    return pa.Table.from_pylist(rows)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lake = Lake(tmp_path_factory.mktemp("cells") / "lake")
    lake.write("raw", "default", "shopify_wv__orders", orders())
    build(lake.root, models=["shipping_cells"], project=PROJECT)
    return lake.root


def test_the_tap_reads_the_cells_that_orders_go_to_the_most_ordered_first(lake: Path):
    found = read_lake_cells({"lake_root": str(lake)})

    assert [cell.id for cell in found] == list(SOLD)
    assert [cell.timezone for cell in found] == [
        "America/New_York",
        "Europe/Berlin",
        "Australia/Sydney",
    ]


def test_a_run_of_the_tap_watches_them(lake: Path, tmp_path: Path):
    with serve(seed=7, now=NOW) as box:
        config = {
            "api_base_url": f"{box.url}/openmeteo",
            "api_key": "sandbox-professional",
            "cells_lake": {"lake_root": str(lake)},
            "state_dir": str(tmp_path),
        }
        tap = TapOpenMeteo(config=config, clock=ManualClock(NOW))
        for name, stream in tap.streams.items():
            stream.selected = name in {"cells", "connector_runs"}
        with testing.listen() as heard:
            tap.sync_all()

    said = {row["cell_id"]: row for row in heard.records("cells")}
    assert set(said) == set(SOLD)
    assert {cell: row["grid_cell_id"] for cell, row in said.items()} == {
        "dr5ru": "+40.75-074.00",
        "u33dc": "+52.50+013.50",
        "r3gx2": "-33.75+151.25",
    }


def placed(cells: list[str]) -> dict[str, dict[str, Any]]:
    """What the model says of some cells."""
    given_orders = [
        {"order_id": cell, "cell_id": cell, "shipment": "physical"} for cell in cells
    ]
    letters = run_model(PROJECT, "geohash_letters", {})
    rows = run_model(
        PROJECT,
        "shipping_cells",
        {"order_cells": given_orders, "geohash_letters": letters},
    )
    return {row["geohash"]: row for row in rows}


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.text(ALPHABET, min_size=5, max_size=5), min_size=1, max_size=40, unique=True
    )
)
def test_centre_and_grid_point_are_those_of_the_tap(cells: list[str]):
    """Else climatology would be looked for at points that were never read."""
    for cell, row in placed(cells).items():
        centre = geohash.centre(cell)
        assert (row["latitude"], row["longitude"]) == pytest.approx(centre, abs=1e-12)
        assert row["grid_cell_id"] == grid_point(*centre).id
