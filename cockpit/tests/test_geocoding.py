"""`wv geocoding` writes one JSON a tenant and refuses too few places when asked to."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from target_parquet_lake.lake import Lake
from wv.cli import cli
from wv.console import run
from wv_transforms.runner import build


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    """Two shipped orders, one of them without a place."""
    lake = Lake(tmp_path_factory.mktemp("shop") / "lake")
    orders = [
        {
            "id": cell or "lost",
            "created_at": datetime(2026, 11, 10, tzinfo=UTC),
            "requires_shipping": True,
            "ship_country_code": "US",
            "ship_geohash": cell,
            "_sdc_sequence": 1,
        }
        for cell in ("dr5ru", None)
    ]
    table = pa.Table.from_pylist(orders)
    lake.write("raw", "default", "shopify_wv__orders", table)
    build(lake.root, models=["geocoding_coverage", "geocoding_quarantine"])
    return lake.root


def ask(lake, tmp_path, *options):
    summaries = tmp_path / "summaries"
    arguments = ["--lake-root", str(lake), "--summary-root", str(summaries), *options]
    return run(cli, ["geocoding", *arguments])


def test_the_path_of_each_file_is_on_stdout(lake, tmp_path, capsys):
    assert ask(lake, tmp_path) == 0

    said = capsys.readouterr()
    path = tmp_path / "summaries" / "default_geocoding.json"
    assert said.out == f"{path}\n"
    assert said.err == (
        "default: 50.0% of places known (1 of 2 shipped orders), below 80.0%\n"
    )
    assert json.loads(path.read_text())["total"]["physical_orders"] == 2


def test_too_few_places_end_with_exit_code_5_when_asked_to(lake, tmp_path, capsys):
    assert ask(lake, tmp_path, "--fail-on-warning", "-q") == 5

    said = capsys.readouterr()
    assert "Too few shipped orders have a place: default." in said.err
    assert "default_geocoding.json" in said.out


def test_enough_places_end_well(lake, tmp_path):
    assert ask(lake, tmp_path, "--fail-on-warning", "--threshold", "0.5") == 0


def test_a_lake_without_orders_is_named(tmp_path, capsys):
    Lake(tmp_path / "empty").prepare()

    assert ask(tmp_path / "empty", tmp_path) == 7
    assert "Nothing has been promoted" in capsys.readouterr().err
