"""Columns: exact numbers without the noise of doubles, money beside its currency."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_googleads import columns


def read(value):
    return columns.metric("conversions").read(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "1"),
        ("7", "7"),
        (Decimal("3.0"), "3"),
        (Decimal("263.3730000000000003"), "263.373"),
        (Decimal("5.551115123125783E-17"), "0"),
        (Decimal("-5E-17"), "0"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.333333333333333315"), "0.333333333333"),
    ],
)
def test_a_shared_number_has_no_noise_and_one_spelling(value, text):
    assert read(value) == text


@pytest.mark.parametrize("value", [1.5, True, Decimal("NaN"), Decimal("Infinity")])
def test_a_number_that_lost_digits_is_refused(value):
    with pytest.raises(ValueError, match="no exact number"):
        read(value)


@given(st.decimals(-(10**15), 10**15, places=12))
def test_no_place_that_counts_is_lost(value):
    assert Decimal(read(value)) == value


def test_whole_numbers_come_as_text_or_number():
    clicks = columns.metric("clicks").read

    assert clicks("9007199254740993") == clicks(9007199254740993) == 9007199254740993


def test_figures_that_are_money_bring_their_currency():
    money = [field.name for field in columns.metrics("clicks", "cost_micros")]
    counts = [field.name for field in columns.metrics("clicks")]

    assert money == ["clicks", "cost_micros", "currency"]
    assert counts == ["clicks"]


def test_a_coordinate_is_told_in_degrees():
    field = columns.degrees("latitude", "a.b_c", "Latitude")

    assert field.read("40712800") == 40.7128
    assert field.path == "a.bC"
