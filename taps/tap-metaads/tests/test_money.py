"""Meta's minor units, which are not ISO 4217's."""

from __future__ import annotations

import pytest

from tap_metaads.money import WHOLE, minor_unit_offset


@pytest.mark.parametrize("currency", ["USD", "EUR", "GBP", "KWD", ""])
def test_most_currencies_have_hundredths(currency):
    assert minor_unit_offset(currency) == 100


@pytest.mark.parametrize("currency", sorted(WHOLE))
def test_some_have_none_even_where_iso_says_otherwise(currency):
    assert minor_unit_offset(currency) == 1


def test_the_table_is_metas():
    assert {"HUF", "TWD", "COP", "IDR", "CRC"} <= WHOLE
    assert len(WHOLE) == 11
