"""Places of orders: coverage with its denominator, and one JSON a tenant."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from target_parquet_lake.errors import StorageError
from target_parquet_lake.lake import Lake
from wv_transforms.errors import ProjectError
from wv_transforms.geocoding import write_coverage
from wv_transforms.promoted_rows import promoted_rows
from wv_transforms.promotion import last_promoted
from wv_transforms.runner import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wv_transforms.project import Project

    Sell = Callable[..., Lake]

DAY = datetime(2026, 11, 10, 12, tzinfo=UTC)
MODELS = ("geocoding_coverage", "geocoding_quarantine", "shipping_cells")
SHOP = {"id": "s", "timezone": "America/New_York", "currency": "USD"}


def order(number: int, **parts: Any) -> dict[str, Any]:
    """A shipped order of its day with a place; parts may say otherwise."""
    usual = {
        "id": f"o{number}",
        "created_at": DAY,
        "requires_shipping": True,
        "ship_country_code": "US",
        "ship_geohash": "dr5ru",
        "ship_geo_quarantine": None,
        "_wv_source": "api",
        "_sdc_sequence": number,
    }
    return usual | parts


@pytest.fixture
def sell(tmp_path: Path, project: Project) -> Sell:
    """Put orders into a lake and build what is known of their places."""

    def run(*orders: dict[str, Any], tenant: str = "default") -> Lake:
        lake = Lake(tmp_path / "lake")
        shop = pa.Table.from_pylist([SHOP | {"_sdc_sequence": 1}])
        lake.write("raw", tenant, "shopify_wv__shop", shop)
        if orders:
            rows = pa.Table.from_pylist(list(orders))
            told = [each.name for each in rows.schema if each.type != pa.null()]
            lake.write("raw", tenant, "shopify_wv__orders", rows.select(told))
        build(lake.root, tenant, models=MODELS, project=project)
        return lake

    return run


def lost(number: int, **parts: Any) -> dict[str, Any]:
    return order(number, ship_geohash=None, **parts)


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def test_the_file_tells_ratio_denominator_countries_and_reasons(
    sell: Sell, tmp_path: Path
):
    lake = sell(
        order(1),
        order(2),
        lost(3, ship_country_code="DE", ship_geo_quarantine="swapped"),
        lost(4, requires_shipping=False),
        order(5, created_at=DAY - timedelta(days=1), ship_geo_quarantine="swapped"),
    )

    (found,) = write_coverage(lake.root, tmp_path / "summaries")

    content = read(found.path)
    assert found.path.name == "default_geocoding.json"
    assert content["total"]["physical_orders"] == 4
    assert content["total"]["geocoded_ratio"] == 0.75
    assert content["total"]["digital_orders"] == 1
    assert content["total"]["order_date"] == "2026-11-10"
    assert {row["country_code"]: row["orders"] for row in content["countries"]} == {
        "DE": 1,
        "US": 4,
    }
    assert content["quarantine"] == [
        {"reason": "swapped", "orders": 2, "relocated_orders": 1}
    ]
    assert content["promoted_at"].endswith("Z")
    assert "scope" not in content["total"]


@pytest.mark.parametrize(
    ("orders", "threshold", "below", "tags"),
    [
        ([order(1), lost(2)], 0.8, True, ["geo.partial"]),
        ([order(1), lost(2)], 0.5, False, []),
        ([lost(1), lost(2)], 0.8, True, ["geo.missing"]),
        ([lost(1, requires_shipping=False)], 0.8, False, []),
        ([], 0.8, False, []),
    ],
)
def test_a_tenant_is_tagged_below_the_threshold(  # noqa: PLR0917 - fixtures and one case.
    sell: Sell,
    tmp_path: Path,
    orders: list[dict[str, Any]],
    threshold: float,
    below: bool,  # noqa: FBT001 - what is expected.
    tags: list[str],
):
    lake = sell(*orders)

    (found,) = write_coverage(lake.root, tmp_path, threshold=threshold)

    assert found.is_below is below
    assert read(found.path)["below_threshold"] is below
    assert read(found.path)["tags"] == tags


def test_every_tenant_has_its_own_file(sell: Sell, tmp_path: Path):
    sell(order(1), tenant="acme")
    lake = sell(lost(1), tenant="zeta")

    found = write_coverage(lake.root, tmp_path)

    assert [(each.tenant, each.ratio) for each in found] == [("acme", 1), ("zeta", 0)]
    assert [each.path.name for each in found] == [
        "acme_geocoding.json",
        "zeta_geocoding.json",
    ]
    (acme,) = write_coverage(lake.root, tmp_path, ["acme"])
    assert (
        str(acme) == "acme: 100.0% of places known (1 of 1 shipped orders), not below "
        "80.0%"
    )


def test_days_that_are_not_well_are_told(sell: Sell, tmp_path: Path):
    bad = [lost(n, created_at=DAY - timedelta(days=1)) for n in range(10)]
    lake = sell(*bad, *(order(n) for n in range(20, 60)))

    (found,) = write_coverage(lake.root, tmp_path)

    (day,) = read(found.path)["days"]
    assert (day["order_date"], day["severity"]) == ("2026-11-09", "critical")


def test_what_nobody_built_is_told_with_the_next_step(tmp_path: Path):
    lake = Lake(tmp_path / "lake")
    lake.prepare()

    with pytest.raises(StorageError, match="build its models first"):
        write_coverage(lake.root, tmp_path)
    with pytest.raises(StorageError, match="promoted for tenant 'x' yet"):
        write_coverage(lake.root, tmp_path, ["x"])


def test_a_table_that_was_not_promoted_is_named(sell: Sell):
    lake = sell(order(1))

    with pytest.raises(StorageError, match="The table weather_daily"):
        promoted_rows(lake, last_promoted(lake, "default"), "weather_daily")


def test_a_threshold_is_a_share(tmp_path: Path):
    with pytest.raises(ProjectError, match="is no share"):
        write_coverage(tmp_path, tmp_path, threshold=1.5)


def test_a_folder_that_takes_no_file_is_a_fault_of_storage(sell: Sell, tmp_path: Path):
    lake = sell(order(1))
    (tmp_path / "file").write_text("here", encoding="utf-8")

    with pytest.raises(StorageError, match="cannot be written"):
        write_coverage(lake.root, tmp_path / "file")
