"""The shop's own books equal what the models make of what it serves, to the cent."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pytest

from target_parquet_lake.lake import Lake
from tests.pipes import NOW, ShopPipe
from wv_sandbox.shopify.shop import Day
from wv_sandbox.shopify.shop.ids import CHILDREN
from wv_transforms.runner import build

if TYPE_CHECKING:
    from pathlib import Path

    from wv_sandbox.testing import Served

FIRST = date(2024, 11, 1)
"""Before the sandbox's shops open."""
LEDGER = ("shop", "orders", "order_sales", "order_line_items", "transactions")
FIELDS = (
    "shop",
    "orders",
    "order_line_items",
    "order_shipping_lines",
    "order_refunds",
    "order_refund_line_items",
    "order_refund_shipping_lines",
    "order_adjustments",
)
MODELS = (
    "sales_daily",
    "financial_reconciliation",
    "cash_daily",
    "product_performance",
)
LABELS = (
    "plain-200",
    "tax-included-200",
    "multi-currency-150",
    "digital-100",
    "basic-100",
)
COLUMNS = {
    "gross": "gross_sales",
    "discounts": "discounts",
    "returns": "returns",
    "shipping": "shipping",
    "taxes": "taxes",
    "duties": "duties",
    "additional_fees": "additional_fees",
    "return_fees": "return_fees",
    "gift_cards": "gift_cards",
    "tips": "tips",
}
"""What the books call it, and what the models do."""
Sums = dict[str, Decimal]


def kept(box: Served, label: str) -> dict[date, Sums]:
    """The books that the shop itself kept, in units of its currency."""
    shop = box.box.shopify.shops.shop(label).at(NOW)
    books = shop.books(FIRST, NOW.date())
    names = [field.name for field in fields(Day)]
    return {
        day: {n: Decimal(getattr(sums, n)).scaleb(-2) for n in (*names, "net", "total")}
        for day, sums in books.items()
    }


def lake_of(folder: Path, box: Served, label: str, streams: tuple[str, ...]) -> Path:
    """A built lake with some streams of a shop, as tap and target leave it."""
    pipe = ShopPipe(folder, box)
    pipe.load(pipe.said(None, *streams, shop_domain=f"{label}.myshopify.com"))
    lake = folder / "lake"
    build(lake, models=MODELS)
    return lake


def rows_of(lake: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table of the shop."""
    with duckdb.connect() as con:
        Lake(lake).pin(layer="shop").register(con, "lake")
        rows: list[dict[str, Any]] = (
            con.table(f"lake.{table}").to_arrow_table().to_pylist()
        )
    return rows


def sales_of(lake: Path) -> dict[date, dict[str, Any]]:
    """The days of sales_daily that have something to tell."""
    amounts = [*COLUMNS.values(), "net_sales", "total_sales"]
    rows = rows_of(lake, "sales_daily")
    return {row["sold_on"]: row for row in rows if any(row[name] for name in amounts)}


def as_kept(row: dict[str, Any]) -> Sums:
    """A row of sales_daily under the names of the books."""
    names = COLUMNS | {"net": "net_sales", "total": "total_sales"}
    return {kept: row[name] for kept, name in names.items()}


@pytest.fixture(scope="module", params=LABELS)
def shop(
    request: pytest.FixtureRequest,
    box: Served,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, Path]:
    """A shop's label, and the lake with what it served."""
    return request.param, lake_of(
        tmp_path_factory.mktemp(request.param), box, request.param, LEDGER
    )


def test_books_equal_the_ledger_to_the_cent(box: Served, shop: tuple[str, Path]):
    """With refunds, edits, cancellations, fees, duties, gift cards, tips and VAT."""
    label, lake = shop

    found = sales_of(lake)

    books = kept(box, label)
    assert {day: as_kept(row) for day, row in found.items()} == books
    assert {row["formula"] for row in found.values()} == {"ledger"}
    assert sum(sums["returns"] > 0 for sums in books.values()) > 3


def test_every_order_agrees_with_its_payments(shop: tuple[str, Path]):
    rows = rows_of(shop[1], "financial_reconciliation")

    assert len(rows) > 50
    assert [row["order_id"] for row in rows if not row["is_reconciled"]] == []


def test_cash_is_what_the_shop_saw_move(box: Served, shop: tuple[str, Path]):
    label, lake = shop
    view = box.box.shopify.shops.shop(label).at(NOW)
    cash = view.shop.cash
    known = np.isin(
        cash.rows // CHILDREN, view.orders[~view.shop.table.test[view.orders]]
    )

    rows = [row for row in rows_of(lake, "cash_daily") if not row["is_redemption"]]

    moved = int(cash.cents[(cash.at <= view.now) & known].sum())
    assert sum(row["cash_net"] for row in rows) == Decimal(moved).scaleb(-2) > 0


def test_products_add_up_to_the_goods_sold(box: Served, shop: tuple[str, Path]):
    label, lake = shop

    rows = rows_of(lake, "product_performance")

    gross = sum(sums["gross"] for sums in kept(box, label).values())
    assert sum(row["gross_sales"] for row in rows) == gross


def days_of_edits(box: Served, label: str) -> set[date]:
    """Days on which anything happened to orders that were edited."""
    view = box.box.shopify.shops.shop(label).at(NOW)
    stories = [view.shop.story(int(row)).happenings for row in view.orders]
    return {
        datetime.fromtimestamp(step.at, view.shop.zone).date()
        for steps in stories
        for step in steps
        if any(step.kind == "ORDER_EDIT" for step in steps)
    }


UNTOLD = ("return_fees", "additional_fees", "total")
"""What no field of an order or refund tells: fees kept, fees given back."""
SPLIT = ("gross", "discounts")
"""Where prices contain taxes, the taxes of a discount are its line's share."""


@pytest.mark.parametrize(
    ("label", "cents"), [("plain-200", 0), ("tax-included-200", 3)]
)
def test_without_a_ledger_the_fields_tell_and_say_so(
    tmp_path: Path, box: Served, label: str, cents: int
):
    """To the cent too, but on days of edited orders and for fees."""
    found = sales_of(lake_of(tmp_path, box, label, FIELDS))

    edited = days_of_edits(box, label)
    books = {day: sums for day, sums in kept(box, label).items() if day not in edited}
    assert len(books) > len(edited) > 5
    assert {row["formula"] for row in found.values()} == {"order_fields"}
    for day, sums in books.items():
        off = {
            name: abs(amount - sums[name])
            for name, amount in as_kept(found[day]).items()
            if name not in UNTOLD and amount != sums[name]
        }
        assert set(off) <= set(SPLIT), day
        assert all(difference <= Decimal(cents) / 100 for difference in off.values())
