"""Clean runs to alert on: seeded shops, the sandbox's shop, and real weather.

A batch is what one run brings: the values of each column, all columns of a batch of
one length. Everything comes from a seed or from a file, so every round is the same.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wv_sandbox.climate import Climate
from wv_sandbox.shopify.shop import Shop

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wv_sandbox.shopify.shop import Node

ROOT = Path(__file__).resolve().parents[1]
CENTRAL_PARK = ROOT / "transforms/tests/fixtures/central_park_1991_2020.csv.gz"
WEEK = (0.9, 0.85, 0.9, 1.0, 1.15, 1.3, 1.1)
"""What the days of the week do to a shop."""
SEEDS = range(100, 106)
"""None of them was looked at when the thresholds were chosen."""
FULL_PRICE = 0.7
"""Share of orders without a discount."""
SETTLED_DAYS = 45
"""After so many days an order of the sandbox hardly changes."""
SANDBOX_NOW = datetime(2026, 11, 15, tzinfo=UTC)

Batch = dict[str, list[Any]]


def shop_counts(
    seed: int, days: int, mean: float, noise: float, memory: float = 0.5
) -> list[float]:
    """Orders by day of a shop: week, lognormal demand that lingers, and Poisson.

    Args:
        seed: Of the shop.
        days: How many.
        mean: Orders a day.
        noise: Spread of the demand's logarithm [1].
        memory: How much of a good day the next one keeps [1].
    """
    chance = np.random.default_rng(seed)
    lift, found = 0.0, []
    for day in range(days):
        lift = memory * lift + chance.normal(0, noise * np.sqrt(1 - memory**2))
        wanted = mean * WEEK[day % 7] * np.exp(lift - noise**2 / 2)
        found.append(float(chance.poisson(wanted)))
    return found


def sandbox_counts(label: str, days: int) -> list[float]:
    """Orders by day of a shop of the sandbox, whose demand follows weather and year."""
    view = Shop(label, Climate(seed=SEEDS[0])).at(SANDBOX_NOW)
    root = view.root("orders")
    rows = [int(row) for row in view.orders]
    placed = (str(root.node(row)["createdAt"])[:10] for row in rows)
    by_day: dict[str, int] = defaultdict(int)
    for day in placed:
        by_day[day] += 1
    last = SANDBOX_NOW.date()
    wanted = [str(last - timedelta(days=back)) for back in range(days, 0, -1)]
    return [float(by_day[day]) for day in wanted]


def sandbox_orders(label: str, days: int) -> list[Batch]:
    """Orders of a shop of the sandbox by day, when all are paid and sent.

    The newest are left out: how they stand would tell how young they are.
    """
    view = Shop(label, Climate(seed=SEEDS[0])).at(SANDBOX_NOW)
    root = view.root("orders")
    last = SANDBOX_NOW - timedelta(days=SETTLED_DAYS)
    first, after = (str(day.date()) for day in (last - timedelta(days=days), last))
    batches: dict[str, Batch] = {}
    for row in reversed([int(row) for row in view.orders]):
        order = root.node(row)
        day = str(order["createdAt"])[:10]
        if day < first:
            break
        if day >= after:
            continue
        batch = batches.setdefault(day, defaultdict(list))
        for name, value in _columns(order).items():
            batch[name].append(value)
    return [dict(batches[day]) for day in sorted(batches)]


def _columns(order: Node) -> dict[str, Any]:
    address = order["shippingAddress"]
    money = {
        name: float(order[f"{name}Set"]["shopMoney"]["amount"])
        for name in ("totalPrice", "totalTax", "totalShippingPrice", "subtotalPrice")
    }
    return money | {
        "quantity": float(order["currentSubtotalLineItemsQuantity"]),
        "number": float(order["number"]),
        "country": address["countryCodeV2"] if address else "none",
        "city": address["city"] if address else "none",
        "financialStatus": order["displayFinancialStatus"],
        "fulfillmentStatus": order["displayFulfillmentStatus"],
        "name": order["name"],
    }


def shop_batches(seed: int, days: int, mean: float = 150) -> list[Batch]:
    """A shop's orders by day: the columns that shops usually have."""
    chance = np.random.default_rng(seed)
    counts = shop_counts(seed, days, mean, 0.15)
    words = ["".join(chance.choice([*"aeiourstlnm"], 6)).title() for _ in range(60)]
    made, seen = [], 0
    for day, count in enumerate(counts):
        n = max(int(count), 1)
        made.append(_shop_batch(chance, n, day, seen, words))
        seen += n
    return made


def _shop_batch(
    chance: np.random.Generator, n: int, day: int, seen: int, words: list[str]
) -> Batch:
    near = np.minimum(chance.zipf(1.6, n) - 1, len(words) - 1)
    season = 12 + 10 * np.sin((day - 30) / 58) + chance.normal(0, 2)
    dry = chance.random(n) < chance.beta(1, 2)
    columns: dict[str, NDArray[Any]] = {
        "price": np.round(chance.lognormal(3.5, 0.6, n), 2),
        "discount": np.where(
            chance.random(n) < FULL_PRICE, 0, np.round(chance.lognormal(1.5, 0.5, n), 2)
        ),
        "quantity": 1.0 + chance.poisson(0.6, n),
        "weight_g": np.round(chance.normal(520, 80, n)),
        "temp_c": np.round(season + chance.normal(0, 4, n), 1),
        "rain_mm": np.where(dry, np.round(chance.exponential(2, n), 1), 0),
        "number": 100_000.0 + seen + np.arange(n),
        "country": chance.choice([*"UDFGC"], n, p=[0.55, 0.2, 0.1, 0.1, 0.05]),
        "status": chance.choice(
            ["paid", "pending", "refunded", "partially_refunded"],
            n,
            p=[0.85, 0.08, 0.05, 0.02],
        ),
        "city": np.array(words)[near],
        "sku": np.array([f"SKU-{i:05d}" for i in chance.integers(1, 800, n)]),
        "title": np.array([f"{words[i]} {words[-i].lower()}" for i in near]),
    }
    return {name: values.tolist() for name, values in columns.items()}


def weather_batches(first_year: int = 2008) -> list[Batch]:
    """Central Park's months: some thirty days each, a year of seasons."""
    months: dict[str, Batch] = {}
    with gzip.open(CENTRAL_PARK, "rt", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            day = date(1991, 1, 1) + timedelta(days=number)
            if day.year >= first_year:
                month = months.setdefault(f"{day:%Y-%m}", defaultdict(list))
                for name, value in row.items():
                    month[name].append(float(value))
    return [dict(months[month]) for month in sorted(months)]


TABLES: dict[str, tuple[Callable[[], list[Batch]], float]] = {
    "seeded shop, 150 orders a day": (lambda: shop_batches(SEEDS[0], 180), 24),
    "sandbox shop, some 90 orders a day": (
        lambda: sandbox_orders("plain-60000", 180),
        24,
    ),
    "Central Park, 30 days a month": (weather_batches, 730),
}
"""Tables by name: their batches, and the time between runs [h]."""


def daily_series() -> dict[str, list[list[float]]]:
    """Clean row counts by day, several series of each kind."""
    return {
        "seeded shop, 1,000 a day, noise 20 %": _shops(1000, 0.2),
        "seeded shop, 120 a day, noise 15 %": _shops(120, 0.15),
        "seeded shop, 120 a day, noise 25 %": _shops(120, 0.25),
        "sandbox shop, some 90 a day": [sandbox_counts("plain-60000", 450)],
        "sandbox shop, some 30 a day": [sandbox_counts("basic-20000", 450)],
        "weather, 6 places x 24 hours": [[144.0] * 450],
    }


def small_series() -> dict[str, list[list[float]]]:
    """A shop so small that single days say little; shown, not promised."""
    return {"seeded shop, 12 a day, noise 25 %": _shops(12, 0.25)}


def _shops(mean: float, noise: float) -> list[list[float]]:
    return [shop_counts(seed, 450, mean, noise) for seed in SEEDS]
