"""Shops of known numbers, and an edition of the page that has everything."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from wv.report.model import Alert, Connector, Edition, Freshness, Refused
from wv.report.shop_model import (
    Coverage,
    Product,
    Promo,
    SalesDay,
    Segment,
    ShippingCell,
    Shop,
    Spend,
)

LAST = dt.date(2026, 11, 14)
AT = dt.datetime(2026, 11, 15, 6, tzinfo=dt.UTC)
LONG = "a name that somebody made as long as only a machine would make it " * 8


def day(number: int) -> dt.date:
    return LAST - dt.timedelta(days=number)


def small(**changes) -> Shop:
    """A year in which warm days sell double."""
    anomalies = {day(n): (5.0 if n % 7 == 0 else 0.5) for n in range(365)}
    days = [
        SalesDay(day(n), 3, Decimal(200 if n % 7 == 0 else 100))
        for n in reversed(range(365))
    ]
    shop = Shop(
        currency="USD",
        days=tuple(days),
        anomalies=anomalies,
        products=(
            Product("Umbrella <b>", 7, Decimal("70.50"), 0.6, 0.1, "Boots"),
            Product("Boots", 3, Decimal(30), 0.4, None, None),
        ),
        segments=(Segment("Loyal", 2, 12, Decimal(1500)),),
        promos=(Promo(day(3), "email", 1, 240), Promo(day(1), "mobile_push", 2, None)),
        cells=(
            ShippingCell("dr5ru", 40.7, -74.0, 80, 0.8, watched=True),
            ShippingCell("u33db", 52.5, 13.4, 20, 0.2, watched=False),
        ),
        spend=(
            Spend(day(9), "google", Decimal(100), Decimal(300)),
            Spend(day(2), "meta", Decimal(50), Decimal(50)),
            Spend(day(2), "google", Decimal(100), Decimal(250)),
        ),
        coverage=(
            Coverage("ALL", 100, 90, 0.9, 0.83, "ok"),
            Coverage("US", 80, 79, 0.9875, 0.93, "ok"),
        ),
        cities=((40.7, -74.0), (52.5, 13.4), (-33.9, 151.2)),
        products_known=12,
    )
    return replace(shop, **changes)


def connector(name: str, **changes) -> Connector:
    run = Connector(
        name=name,
        version="0.1.0",
        runs=90,
        successes=90,
        last_success=True,
        last_error=None,
        requests=37,
        rows=72411,
        retries=2,
        waits=1,
        wait_seconds=41.0,
        last_started=AT,
        confidence="high",
    )
    return replace(run, **changes)


def alert(number: int, text: str = "60 % fewer rows") -> Alert:
    level = "critical" if number % 2 else "warning"
    over = AT if number > 1 else None
    return Alert(f"orders_{number}", "rows", level, text, f"look: {text}", AT, over)


def everything(edition: Edition) -> Edition:
    """The edition with a shop, several connectors, alerts and dead letters."""
    failed = {"last_success": False, "last_error": "AuthError", "confidence": "low"}
    return replace(
        edition,
        shop=small(),
        connectors=(
            *edition.connectors,
            connector("tap-shopify-wv"),
            connector("tap-klaviyo", **failed),
        ),
        alerts=tuple(alert(number) for number in range(3)),
        refused=(Refused("klaviyo", "profiles", 2, AT, "DataError"),),
    )


def crowded(edition: Edition, many: int) -> Edition:
    """The edition with so many of everything, each with names as long as can be."""
    names = [f"{number} {LONG}" for number in range(many)]
    cells = [replace(cell, name=f"{cell.name} {LONG}") for cell in edition.cells]
    unbroken = [replace(cell, name="X" * 120) for cell in cells[:1]]
    broken = {"last_success": False, "last_error": LONG}
    return replace(
        everything(edition),
        connectors=tuple(connector(name, **broken) for name in names),
        freshness=tuple(Freshness(name, 10**9, AT, 10**9, 0.5) for name in names),
        alerts=tuple(alert(number, LONG) for number in range(many)),
        refused=tuple(Refused(name, LONG, 10**9, AT, LONG) for name in names),
        cells=(*unbroken, *cells[1:]),
    )
