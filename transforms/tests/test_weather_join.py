"""What the weather join says of itself, as a table and as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from target_parquet_lake.errors import StorageError
from wv_transforms.errors import GateError
from wv_transforms.weather_join import validation_path, write_validation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from target_parquet_lake.lake import Lake
    from wv_transforms.project import Project
    from wv_transforms.runner import BuildResult

MODELS = ("weather_join_validation", "weather_join_gaps")
NOON = datetime(2024, 3, 20, 16, tzinfo=UTC)


def order(number: int, day: int, cell: str | None) -> dict[str, Any]:
    return {
        "id": f"o{number}",
        "created_at": NOON + timedelta(days=day),
        "requires_shipping": True,
        "ship_country_code": "US",
        "ship_geohash": cell,
        "_sdc_sequence": 1,
    }


ORDERS = [
    order(1, 0, "dr5ru"),  # Observed; no forecast of that day was kept.
    order(2, 12, "dr5ru"),  # 1 April: forecast and not yet observed.
    order(3, 0, "9q8yy"),
    order(4, 0, None),
]


@pytest.fixture
def joined(lake: Lake, run_build: Callable[..., BuildResult]) -> Lake:
    rows = pa.Table.from_pylist(ORDERS)
    lake.write("raw", "default", "shopify_wv__orders", rows)
    run_build(models=MODELS)
    return lake


def test_a_build_writes_what_the_tables_say(joined: Lake):
    path = validation_path(joined, "default")

    content = json.loads(path.read_text(encoding="utf-8"))
    modes = {row["join_mode"]: row for row in content["modes"]}
    assert path.name == "default__weather_join_validation.json"
    assert path.parent.name == "features"
    assert modes["explain"]["orders"] == modes["asof"]["orders"] == 4
    assert modes["explain"]["guardrail_status"] == "explain_only"
    assert modes["asof"]["guardrail_status"] == "passed"
    assert modes["explain"]["orders_joined"] == 1
    assert modes["asof"]["last_ordered_at"] == "2024-04-01T16:00:00Z"
    gaps = {
        (row["join_mode"], row["cell_id"], row["join_status"])
        for row in content["cells_without_weather"]
    }
    assert ("explain", "9q8yy", "not_watched") in gaps
    assert ("explain", "UNKNOWN", "no_place") in gaps
    assert content["format"] == 1


def test_without_a_join_the_next_step_is_told(
    lake: Lake, run_build: Callable[..., BuildResult]
):
    run_build(models=["calendar_days"])

    with pytest.raises(StorageError, match="weather_join_validation has not been"):
        write_validation(lake, "default")


def test_a_file_that_cannot_be_written_is_a_fault_of_storage(joined: Lake):
    path: Path = validation_path(joined, "default")
    path.unlink()
    path.mkdir()

    with pytest.raises(StorageError, match="cannot be written"):
        write_validation(joined, "default")


def test_orders_joined_to_a_later_decision_are_refused(
    lake: Lake,
    run_build: Callable[..., BuildResult],
    project_with: Callable[..., Project],
    text_of: Callable[[str], str],
):
    """An order of the night must not know what the morning decided with."""
    night = order(1, 12, "dr5ru") | {"created_at": datetime(2024, 4, 1, 8, tzinfo=UTC)}
    lake.write("raw", "default", "shopify_wv__orders", pa.Table.from_pylist([night]))
    name = "models/features/weather_join.sql"
    guard = "and orders.ordered_at >= weather.decision_at"
    assert guard in text_of(name)
    careless = project_with({name: text_of(name).replace(guard, "")})

    with pytest.raises(GateError, match="weather_join__knows_nothing_of_the_future"):
        run_build(models=MODELS, project=careless)
