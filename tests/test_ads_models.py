"""What ads cost and brought by the models equals the sandbox's own count."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from target_parquet_lake.lake import Lake
from tests.pipes import NOW, GooglePipe, MetaPipe
from wv_sandbox.ads import AdBook
from wv_sandbox.climate import Climate
from wv_transforms.runner import build

if TYPE_CHECKING:
    from pathlib import Path

    from wv_sandbox.testing import Served

FIRST = date(2026, 11, 5)
LAST = date(2026, 11, 14)
"""The last whole day of the account's clock."""
STREAMS = {
    "google": ("customers", "campaigns", "campaign_daily", "geographic_daily"),
    "meta": (
        "accounts",
        "campaigns",
        "insights_campaign_daily",
        "insights_campaign_daily_actions",
        "insights_country_region_daily",
    ),
}
TABLES = ("ads_campaign_daily", "ads_account_daily", "ads_cell_daily")
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def rows(box: Served, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """The tables of marketing over ten days of both platforms."""
    folder: Path = tmp_path_factory.mktemp("ads")
    for pipe in (GooglePipe(folder, box), MetaPipe(folder, box)):
        streams = STREAMS[pipe.tap.source.removesuffix("ads")]
        pipe.load(pipe.said(None, *streams, start_date=FIRST.isoformat()))
    build(folder / "lake", models=TABLES)
    with duckdb.connect() as con:
        Lake(folder / "lake").pin(layer="marketing").register(con, "lake")
        return {
            name: con.table(f"lake.{name}").to_arrow_table().to_pylist()
            for name in TABLES
        }


def counted(box: Served, platform: str) -> dict[tuple[str, date], dict[str, int]]:
    """What the sandbox's advertiser saw, by campaign and day."""
    shop = box.box.shopify.shops.shop("weathervane-demo")
    book = AdBook(platform, Climate(shop.seed), shop)
    facts = book.facts(FIRST, LAST, NOW, ("campaign", "day"))
    return {(str(c.id), day): sums for (c, day), sums in facts.rows()}


@pytest.mark.parametrize("platform", ["google", "meta"])
def test_campaigns_cost_what_the_advertiser_paid(
    box: Served, rows: Rows, platform: str
):
    books = {
        key: sums for key, sums in counted(box, platform).items() if sums["impressions"]
    }

    told = {
        (row["campaign_id"], row["spent_on"]): row
        for row in rows["ads_campaign_daily"]
        if row["platform"] == platform and row["impressions"]
    }

    assert set(told) == set(books)
    for key, sums in books.items():
        assert told[key]["impressions"] == sums["impressions"]
        assert told[key]["clicks"] == sums["clicks"]
        assert told[key]["spend"] == Decimal(sums["cost_micros"]).scaleb(-6)
        assert told[key]["conversions"] == Decimal(sums["conversions"]).scaleb(-3)
        assert told[key]["conversion_value"] == Decimal(sums["value_micros"]).scaleb(-6)


@pytest.mark.parametrize("platform", ["google", "meta"])
def test_accounts_are_their_campaigns(rows: Rows, platform: str):
    days = {
        row["spent_on"]: row["spend"]
        for row in rows["ads_account_daily"]
        if row["platform"] == platform
    }

    assert set(days) == {FIRST + timedelta(days=day) for day in range(10)}
    for day, spend in days.items():
        assert spend == sum(
            row["spend"]
            for row in rows["ads_campaign_daily"]
            if row["platform"] == platform and row["spent_on"] == day
        )


@pytest.mark.parametrize("platform", ["google", "meta"])
def test_cells_are_their_campaigns_too(rows: Rows, platform: str):
    """What no cell has stands under UNKNOWN, so nothing is lost."""
    cells = [row for row in rows["ads_cell_daily"] if row["platform"] == platform]
    spent = sum(
        row["spend"] for row in rows["ads_account_daily"] if row["platform"] == platform
    )

    assert sum(row["spend"] for row in cells) == spent > 0
