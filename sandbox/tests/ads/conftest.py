"""The advertiser beside the demo shop, with both vendors."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from wv_sandbox.ads import AdBook, lift
from wv_sandbox.climate import Climate
from wv_sandbox.shopify.shop import Shop

DEMO = "weathervane-demo"
NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)
OCTOBER = date(2026, 10, 1), date(2026, 10, 31)


@pytest.fixture(scope="session")
def climate() -> Climate:
    return Climate(7)


@pytest.fixture(scope="session")
def shop(climate) -> Shop:
    return Shop(DEMO, climate, (lift(climate, DEMO),))


@pytest.fixture(scope="session", params=["google", "meta"])
def book(request, climate, shop) -> AdBook:
    return AdBook(request.param, climate, shop)
