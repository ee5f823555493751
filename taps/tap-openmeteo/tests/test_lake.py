"""Cells from the lake's `shipping_cells`."""

from __future__ import annotations

import subprocess
import sys

import pyarrow as pa
import pytest
from deltalake import write_deltalake

from tap_kit.errors import SettingsError
from tap_openmeteo.lake import read_lake_cells

ROWS = {
    "geohash": ["u33dc", "dr5ru"],
    "latitude": [52.5, 40.8],
    "longitude": [13.4, -74.0],
    "timezone": ["Europe/Berlin", None],
    "order_share": [0.2, 0.7],
}


@pytest.fixture
def lake(tmp_path):
    write_deltalake(tmp_path / "geo" / "default__shipping_cells", pa.table(ROWS))
    return tmp_path


def test_cells_come_from_the_lake_the_most_ordered_first(lake):
    """A budget that ends early then ends with the cells that matter read."""
    cells = read_lake_cells({"lake_root": str(lake)})

    assert [cell.id for cell in cells] == ["dr5ru", "u33dc"]
    assert [cell.timezone for cell in cells] == ["America/New_York", "Europe/Berlin"]


def test_the_latest_version_counts(lake):
    """A glob over the folder would find the rows of both versions."""
    one = {name: values[:1] for name, values in ROWS.items()}
    write_deltalake(
        lake / "geo" / "default__shipping_cells", pa.table(one), mode="overwrite"
    )

    cells = read_lake_cells({"lake_root": str(lake)})

    assert [cell.id for cell in cells] == ["u33dc"]


def test_the_lake_is_read_in_a_lean_process(lake):
    """deltalake does without numpy, which the command keeps out."""
    script = """
import sys
from tap_kit.lean import STRANGERS, lean
with lean():
    from tap_openmeteo.lake import read_lake_cells
print(len(read_lake_cells({"lake_root": sys.argv[1]})), *STRANGERS & set(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(lake)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["2"]


def test_each_tenant_has_its_own_cells(lake):
    with pytest.raises(SettingsError, match="there is no table"):
        read_lake_cells({"lake_root": str(lake), "tenant": "other"})


def test_a_folder_that_is_no_table_is_refused(tmp_path):
    (tmp_path / "geo" / "default__shipping_cells").mkdir(parents=True)

    with pytest.raises(SettingsError, match="cannot be read"):
        read_lake_cells({"lake_root": str(tmp_path)})


def test_a_table_without_the_columns_is_refused(tmp_path):
    path = tmp_path / "geo" / "default__shipping_cells"
    write_deltalake(path, pa.table({"geohash": ["u33dc"]}))

    with pytest.raises(SettingsError, match="with the columns geohash, latitude"):
        read_lake_cells({"lake_root": str(tmp_path)})


def test_without_the_extra_the_next_step_is_named(lake, monkeypatch):
    monkeypatch.setitem(sys.modules, "deltalake", None)

    with pytest.raises(SettingsError, match=r"install tap-openmeteo\[lake\]"):
        read_lake_cells({"lake_root": str(lake)})
