"""One small file says what readers see."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from target_parquet_lake.errors import StorageError
from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from wv_transforms.errors import RunError
from wv_transforms.promotion import (
    Promoted,
    promotion_path,
    read_promoted,
    write_promoted,
)

if TYPE_CHECKING:
    from pathlib import Path

PROMOTED = Promoted(
    tenant="acme",
    run_id="r1",
    promoted_at=datetime(2026, 11, 15, 9, tzinfo=UTC),
    tables={TableName("weather", "acme", "weather_daily"): 3},
)


def test_what_is_written_is_read(tmp_path: Path):
    home = Lake(tmp_path)

    path = write_promoted(home, PROMOTED)

    assert read_promoted(home, "acme") == PROMOTED
    assert json.loads(path.read_text()) == {
        "format": 1,
        "tenant": "acme",
        "run_id": "r1",
        "promoted_at": "2026-11-15T09:00:00Z",
        "tables": {"weather_daily": {"layer": "weather", "version": 3}},
    }
    assert [entry.name for entry in path.parent.iterdir()] == ["acme.json"]


def test_nothing_promoted_is_nothing(tmp_path: Path):
    assert read_promoted(Lake(tmp_path), "acme") is None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"format": 1, "tables": {"x": {}}}', '{"format": "one"}'],
)
def test_a_damaged_file_is_told(tmp_path: Path, text: str):
    home = Lake(tmp_path)
    path = promotion_path(home, "acme")
    path.parent.mkdir(parents=True)
    path.write_text(text)

    with pytest.raises(RunError, match=r"it is damaged .*acme\.json"):
        read_promoted(home, "acme")


def test_a_newer_format_is_told(tmp_path: Path):
    home = Lake(tmp_path)
    path = write_promoted(home, PROMOTED)
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))

    with pytest.raises(RunError, match="its format 2 is newer"):
        read_promoted(home, "acme")


def test_a_disk_that_refuses_is_told(tmp_path: Path):
    home = Lake(tmp_path)
    home.control().mkdir()
    home.control("promoted").write_text("a file in the way")

    with pytest.raises(StorageError, match="The promotion file cannot be written"):
        write_promoted(home, PROMOTED)
