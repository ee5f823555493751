"""Both currencies of an amount travel in one number, and neither loses a cent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wv_sandbox.shopify.shop.money import (
    Purse,
    converted,
    decimal,
    is_some,
    part,
    same,
    shop_cents,
    shown_cents,
    smaller,
    split,
)

CENTS = st.integers(-(10**11), 10**11)
RATE = st.integers(100_000, 2_000_000)


@given(CENTS, CENTS, RATE, st.integers(-9, 9))
def test_bags_add_and_multiply_in_both_currencies(one, other, rate, times):
    bag = converted(one, rate) * times + converted(other, rate) - same(7)
    assert shop_cents(bag) == one * times + other - 7
    shown = [shown_cents(converted(cents, rate)) for cents in (one, other)]
    assert shown_cents(bag) == shown[0] * times + shown[1] - 7


@given(CENTS, RATE, st.lists(st.integers(0, 1000), min_size=1, max_size=9))
def test_shares_add_up_to_the_whole(cents, rate, weights):
    bag = converted(cents, rate)
    shares = split(bag, weights)
    assert sum(shares) == (bag if sum(weights) else 0)
    assert len(shares) == len(weights)


@given(CENTS, RATE, st.integers(1, 50))
def test_a_part_is_the_nearest_cent(cents, rate, of):
    bag = converted(cents, rate)
    assert abs(shop_cents(part(bag, 1, of)) * of - cents) * 2 <= of
    assert part(-bag, 1, of) == -part(bag, 1, of)


@given(CENTS, CENTS, RATE)
def test_the_smaller_is_taken_currency_by_currency(one, other, rate):
    bag = smaller(converted(one, rate), same(other))
    assert shop_cents(bag) == min(one, other)
    assert shown_cents(bag) == min(shown_cents(converted(one, rate)), other)


def test_something_in_either_currency_is_something():
    assert is_some(same(1))
    assert is_some(same(1) - converted(1, 0))
    assert not is_some(same(0))
    assert not is_some(same(-1))


@pytest.mark.parametrize(
    ("cents", "currency", "text"),
    [
        (1500, "USD", "15.0"),
        (1250, "USD", "12.5"),
        (1205, "EUR", "12.05"),
        (-1, "EUR", "-0.01"),
        (0, "CAD", "0.0"),
        (1500, "JPY", "1500.0"),
    ],
)
def test_amounts_are_written_as_the_api_does(cents, currency, text):
    assert decimal(cents, currency) == text


def test_a_purse_writes_both_currencies():
    purse = Purse("CAD", "JPY", 1_000_000 * 2)
    assert purse.write(purse.bag(150)) == {
        "shopMoney": {"amount": "1.5", "currencyCode": "CAD"},
        "presentmentMoney": {"amount": "300.0", "currencyCode": "JPY"},
    }
