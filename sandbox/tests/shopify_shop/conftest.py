"""Seeded shops to look into, without a server."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from wv_sandbox.climate import Climate
from wv_sandbox.shopify.shop import Shop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wv_sandbox.shopify.shop import View

LABELS = (
    "plain-600",
    "tax-included-600",
    "multi-currency-600",
    "digital-400",
    "basic-400",
    "weathervane-400",
)
NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)


@cache
def _open(label: str) -> Shop:
    return Shop(label, Climate(7))


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def open_shop() -> Callable[[str], Shop]:
    return _open


@pytest.fixture
def plain() -> View:
    return _open("plain-600").at(NOW)


@pytest.fixture(scope="session", params=LABELS)
def view(request: pytest.FixtureRequest) -> View:
    """Every kind of shop."""
    return _open(request.param).at(NOW)


class Reading:
    """Reads money as tests need it."""

    @staticmethod
    def both(bag: dict[str, Any]) -> tuple[Decimal, Decimal]:
        """Give both amounts of a `MoneyBag`."""
        return (
            Decimal(bag["shopMoney"]["amount"]),
            Decimal(bag["presentmentMoney"]["amount"]),
        )

    @classmethod
    def total(cls, bags: Iterator[dict[str, Any]]) -> tuple[Decimal, Decimal]:
        """Add up `MoneyBag`s."""
        amounts = [cls.both(bag) for bag in bags]
        zero = Decimal(0)
        return sum((a for a, _ in amounts), zero), sum((b for _, b in amounts), zero)

    @staticmethod
    def cents(bag: dict[str, Any]) -> int:
        """Give the shop's amount [minor units]."""
        return int(Decimal(bag["shopMoney"]["amount"]) * 100)


@pytest.fixture(scope="session")
def money() -> type[Reading]:
    return Reading
