"""Meta's own minor units, which are not those of ISO 4217.

https://developers.facebook.com/docs/marketing-api/currencies
"""

from __future__ import annotations

OFFSET = 100
"""Budgets, bids and balances are in hundredths of the currency, save in these."""
WHOLE = frozenset(
    {
        "CLP",
        "COP",
        "CRC",
        "HUF",
        "IDR",
        "ISK",
        "JPY",
        "KRW",
        "PYG",
        "TWD",
        "VND",
    }
)
"""Currencies without minor units at Meta; HUF, TWD, COP, IDR and CRC have some in
ISO 4217."""


def minor_unit_offset(currency: str) -> int:
    """Return by what a raw amount is divided to get the currency [1]."""
    return 1 if currency in WHOLE else OFFSET
