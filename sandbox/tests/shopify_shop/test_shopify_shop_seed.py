"""A shop follows from its label, the seed and the weather, and from nothing else."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from wv_sandbox.climate import Climate
from wv_sandbox.shopify.shop import Shop, UnknownShopError
from wv_sandbox.shopify.shop.kinds import KINDS

READ = ("name", "createdAt", "totalPriceSet", "email", "tags", "updatedAt")


def read(view, row: int) -> dict:
    order = view.root("orders").node(row)
    lines = [(line["title"], line["quantity"]) for line in order["lineItems"]]
    return {field: order[field] for field in READ} | {"lines": lines}


def test_equal_seeds_give_equal_shops(now):
    one, other = (Shop("plain-300", Climate(7)).at(now) for _ in range(2))
    rows = one.root("orders").ids().tolist()
    assert rows == other.root("orders").ids().tolist()
    some = rows[:40]
    assert [read(one, row) for row in some] == [read(other, row) for row in some]


def test_an_order_can_be_had_without_those_before_it(now):
    whole, alone = (Shop("plain-300", Climate(7)).at(now) for _ in range(2))
    read_all = [read(whole, row) for row in whole.root("orders").ids()[:200].tolist()]
    last = int(whole.root("orders").ids()[199])
    assert read(alone, last) == read_all[-1]


def test_other_seeds_give_other_shops(now):
    one, other = (Shop("plain-300", Climate(seed)).at(now) for seed in (7, 8))
    assert read(one, 5) != read(other, 5)


def test_other_labels_give_other_shops(open_shop, now):
    one, other = (open_shop(label).at(now) for label in ("plain-600", "basic-400"))
    assert read(one, 5)["lines"] != read(other, 5)["lines"]


def test_the_label_tells_how_many_orders_two_years_bring(open_shop, now):
    for label, count in (("plain-600", 600), ("weathervane-demo", 3000)):
        view = open_shop(label).at(now.replace(hour=0))
        assert view.count == count


def test_later_orders_change_no_earlier_one(now):
    """Looking years ahead draws more orders; those that were there stay."""
    shop = Shop("multi-currency-300", Climate(7))
    before = [read(shop.at(now), row) for row in range(40)]
    people = shop.table.customer[:300].copy()
    ahead = shop.at(now + timedelta(days=400))
    assert ahead.count > 400
    assert np.array_equal(shop.table.customer[:300], people)
    assert [read(shop.at(now), row) for row in range(40)] == before


def test_there_is_nothing_before_the_shop_opens(open_shop, now):
    early = open_shop("plain-600").at(now - timedelta(days=800))
    assert early.root("orders").ids().size == 0
    assert early.root("customers").ids().size == 0


def test_a_million_orders_take_little_memory(now):
    shop = Shop("plain-1000000", Climate(7))
    table = shop.table
    columns = [*vars(table).values(), *table.after.values()]
    taken = sum(column.nbytes for column in columns if isinstance(column, np.ndarray))
    assert taken < 120 * table.created.size
    view = shop.at(now.replace(hour=0))
    assert view.count == 1_000_000
    last = int(view.root("orders").ids((), "UPDATED_AT")[-1])
    assert view.root("orders").node(last)["updatedAt"] <= "2026-11-15T00:00:00Z"


@pytest.mark.parametrize(
    "label", ["plain", "plain-99", "plain-1000001", "cheap-500", "", "plain-0100x"]
)
def test_other_labels_name_no_shop(label):
    with pytest.raises(UnknownShopError, match="there is no shop"):
        Shop(label, Climate(7))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_currency_and_zone(kind, now):
    shop = Shop(f"{kind}-100", Climate(7)).at(now).single("shop")
    assert shop["currencyCode"] == KINDS[kind].currency
    assert shop["ianaTimezone"] == KINDS[kind].zone
    assert shop["taxesIncluded"] == (kind == "tax-included")
    assert shop["myshopifyDomain"] == f"{kind}-100.myshopify.com"


def test_a_story_that_was_forgotten_is_told_alike(open_shop):
    shop = open_shop("plain-30000")
    first = shop.story(0)
    for row in range(1, 4200):
        shop.story(row)
    assert shop.story(0) is not first
    assert shop.story(0).happenings == first.happenings
