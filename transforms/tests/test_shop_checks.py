"""Checks of the shop's models refuse the rows they are about, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from wv_transforms.errors import ProjectError
from wv_transforms.testing import run_check

if TYPE_CHECKING:
    from wv_transforms.project import Project

SALE = {"sale_id": "s", "order_id": "o", "action_type": "ORDER"}
ENTRY = {"entry_id": "s", "order_id": "o", "is_placed": True}
SUMS = {"total_sales": 10.5, "gift_cards": 5, "tips": 0}
Case = tuple[str, dict[str, list[dict[str, Any]]]]

RIGHT: list[Case] = [
    (
        "sales_entries__kinds_are_known",
        {
            "stg_shopify__order_sales": [SALE | {"line_type": "SHIPPING"}],
            "sales_entries": [ENTRY],
        },
    ),
    (
        "stg_shopify__order_sales__discounts_are_before_taxes",
        {"stg_shopify__order_sales": [SALE | {"discount_after_taxes": 0}, SALE]},
    ),
    (
        "stg_shopify__order_sales__order_is_known",
        {
            "stg_shopify__order_sales": [SALE],
            "stg_shopify__orders": [{"order_id": "o", "is_deleted": True}],
        },
    ),
    (
        "shop_orders__shop_is_known",
        {
            "shop_orders": [{"order_id": "o"}],
            "stg_shopify__shop": [{"shop_id": "s"}],
        },
    ),
    ("stg_shopify__shop__is_one", {"stg_shopify__shop": [{"shop_id": "s"}]}),
    (
        "sales_daily__adds_up",
        {
            "sales_daily": [{"orders": 1} | SUMS, {"orders": 0} | SUMS],
            "sales_entries": [ENTRY | SUMS, ENTRY | SUMS],
        },
    ),
    ("sales_daily__adds_up", {}),
    ("sales_daily__comes_from_the_ledger", {"sales_daily": [{"orders_by_fields": 0}]}),
    (
        "financial_reconciliation__agrees",
        {
            "financial_reconciliation": [
                {"order_id": "o", "formula": "ledger", "is_reconciled": True},
                {"order_id": "p", "formula": "order_fields", "is_reconciled": False},
            ]
        },
    ),
    (
        "product_performance__adds_up",
        {
            "product_performance": [{"currency": "USD", "gross_sales": 2.5}] * 2,
            "sales_daily": [{"currency": "USD", "gross_sales": 5}],
        },
    ),
    (
        "geo_performance__adds_up",
        {
            "geo_performance": [{"currency": "USD", "total_sales": 2.5}] * 2,
            "sales_daily": [{"currency": "USD", "total_sales": 5}],
        },
    ),
]
WRONG: list[Case] = [
    (
        "product_performance__adds_up",
        {"sales_daily": [{"currency": "USD", "gross_sales": 5}]},
    ),
    (
        "geo_performance__adds_up",
        {
            "geo_performance": [{"currency": "USD", "total_sales": 5.01}],
            "sales_daily": [{"currency": "USD", "total_sales": 5}],
        },
    ),
    (
        "sales_entries__kinds_are_known",
        {
            "stg_shopify__order_sales": [SALE | {"line_type": "UNKNOWN"}],
            "sales_entries": [ENTRY],
        },
    ),
    (
        "sales_entries__kinds_are_known",
        {
            "stg_shopify__order_sales": [
                {"sale_id": "s", "order_id": "o", "line_type": "TIP"}
            ],
            "sales_entries": [ENTRY],
        },
    ),
    (
        "stg_shopify__order_sales__discounts_are_before_taxes",
        {"stg_shopify__order_sales": [SALE | {"discount_after_taxes": -0.01}]},
    ),
    (
        "stg_shopify__order_sales__order_is_known",
        {"stg_shopify__order_sales": [SALE]},
    ),
    ("shop_orders__shop_is_known", {"shop_orders": [{"order_id": "o"}]}),
    (
        "sales_daily__adds_up",
        {
            "sales_daily": [{"orders": 1} | SUMS],
            "sales_entries": [ENTRY | SUMS | {"total_sales": 10.51}],
        },
    ),
    ("sales_daily__adds_up", {"sales_entries": [ENTRY | SUMS]}),
    ("sales_daily__comes_from_the_ledger", {"sales_daily": [{"orders_by_fields": 1}]}),
    (
        "financial_reconciliation__agrees",
        {
            "financial_reconciliation": [
                {"order_id": "o", "formula": "ledger", "is_reconciled": False}
            ]
        },
    ),
]


@pytest.mark.parametrize(("check", "given"), RIGHT)
def test_sound_rows_pass(project: Project, check: str, given: dict[str, Any]):
    assert run_check(project, check, given) == []


@pytest.mark.parametrize(("check", "given"), WRONG)
def test_a_wrong_row_is_found(project: Project, check: str, given: dict[str, Any]):
    assert len(run_check(project, check, given)) == 1


def test_two_shops_in_one_tenant_are_both_shown(project: Project):
    shops = {"stg_shopify__shop": [{"shop_id": "a"}, {"shop_id": "b"}]}

    found = run_check(project, "stg_shopify__shop__is_one", shops)

    assert {row["shop_id"] for row in found} == {"a", "b"}


def test_a_check_is_given_only_what_it_reads(project: Project):
    with pytest.raises(ProjectError, match=r"does not read \['sales_daily'\]"):
        run_check(project, "stg_shopify__shop__is_one", {"sales_daily": [{}]})
