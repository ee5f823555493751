"""Records a second of our record loop beside the SDK's own, and the taps' start-up.

Both loops get the same orders-like records (25 columns, 3 line items, about 1.87 KB)
with the same schema, print to /dev/null, and take turns in one process, so that what
the machine does meanwhile meets both. The ratio is that of the medians.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import logging
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from singer_sdk import Stream, Tap
from singer_sdk import typing as th

from tap_kit.columns import columns
from tap_kit.loop import RecordStream
from tap_kit.tap import KitTap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEAST_RATIO = 20
PAGE = 250
"""Records in memory at a time, as from one page of an API."""
TAPS = Path(__file__).parents[1] / "taps"

_MONEY = th.ObjectType(
    th.Property("amount", th.StringType),
    th.Property("currency_code", th.StringType),
)
_ADDRESS = th.ObjectType(
    th.Property("city", th.StringType),
    th.Property("zip", th.StringType),
    th.Property("country_code", th.StringType),
)
_ITEM_TEXTS = ("id", "variant_id", "product_id", "sku", "title", "vendor", "price")
_ITEM_NUMBERS = ("quantity", "fulfillable", "grams", "position")
_ITEM_FLAGS = ("taxable", "gift_card", "requires_shipping")
_LINE_ITEM = th.ObjectType(
    *(th.Property(name, th.StringType) for name in _ITEM_TEXTS),
    *(th.Property(name, th.IntegerType) for name in _ITEM_NUMBERS),
    *(th.Property(name, th.BooleanType) for name in _ITEM_FLAGS),
    th.Property("discount", _MONEY),
    th.Property("tax", _MONEY),
)
_TEXTS = ("name", "email", "phone", "currency", "financial", "fulfillment", "note")
_TIMES = ("created_at", "processed_at", "closed_at", "cancelled_at")
SCHEMA = columns(
    th.Property("id", th.StringType),
    th.Property("updated_at", th.DateTimeType),
    *(th.Property(name, th.StringType) for name in _TEXTS),
    *(th.Property(name, th.DateTimeType) for name in _TIMES),
    th.Property("test", th.BooleanType),
    th.Property("confirmed", th.BooleanType),
    th.Property("grams", th.IntegerType),
    th.Property("latitude", th.NumberType),
    th.Property("longitude", th.NumberType),
    th.Property("tags", th.ArrayType(th.StringType)),
    th.Property("customer_id", th.StringType),
    th.Property("shipping_address", _ADDRESS),
    th.Property("total_price", _MONEY),
    th.Property("total_tax", _MONEY),
    th.Property("total_discount", _MONEY),
    th.Property("line_items", th.ArrayType(_LINE_ITEM)),
)
"""25 columns, and the four that every record of ours carries."""


def order(number: int) -> dict[str, Any]:
    """Make one order, about 1.87 KB as JSON."""
    time_of_day = f"T10:{number % 60:02}:00Z"
    day = f"2026-{1 + number % 12:02}-{1 + number % 28:02}{time_of_day}"
    return {
        "id": f"gid://shopify/Order/{5_000_000_000 + number}",
        "updated_at": day,
        **{name: f"{name} {number % 97}" for name in _TEXTS},
        **dict.fromkeys(_TIMES[:2], day),
        **dict.fromkeys(_TIMES[2:]),
        "test": number % 50 == 0,
        "confirmed": True,
        "grams": 250 + number % 1000,
        "latitude": round(40.78 + number % 100 / 7, 4),
        "longitude": round(-73.97 + number % 100 / 9, 4),
        "tags": ["summer", "newsletter"],
        "customer_id": f"gid://shopify/Customer/{number % 5000}",
        "shipping_address": {"city": "New York", "zip": "10021", "country_code": "US"},
        "total_price": _money(number),
        "total_tax": _money(number // 10),
        "total_discount": _money(number // 20),
        "line_items": [_line_item(number, place) for place in range(3)],
        "_wv_source": "api",
        "_wv_connector": "tap-bench",
        "_wv_connector_version": "0.1.0",
        "_wv_run_id": "0" * 32,
    }


def _money(number: int) -> dict[str, str]:
    return {"amount": f"{number % 400}.{number % 100:02}", "currency_code": "USD"}


def _line_item(number: int, place: int) -> dict[str, Any]:
    return {
        **{name: f"{name[:3]}-{number % 3000 + place}" for name in _ITEM_TEXTS},
        **dict.fromkeys(_ITEM_NUMBERS, 1 + place),
        **dict.fromkeys(_ITEM_FLAGS, place == 0),
        "discount": _money(number % 7),
        "tax": _money(number % 11),
    }


def values(value: Any) -> int:  # noqa: ANN401 - any JSON value.
    """Count the values of a record that are neither object nor list."""
    if isinstance(value, dict):
        value = list(value.values())
    return sum(map(values, value)) if isinstance(value, list) else 1


class _Orders(Stream):
    """The same records for both loops."""

    name = "orders"
    primary_keys = ("id",)
    replication_key = "updated_at"
    schema = SCHEMA
    records: ClassVar[list[dict[str, Any]]] = []
    count: ClassVar[int] = 0

    def get_records(self, context: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401, ARG002 - the SDK's.
        return itertools.islice(itertools.cycle(self.records), self.count)


class SdkOrders(_Orders):
    """The SDK's own loop."""


class KitOrders(RecordStream, _Orders):
    """Ours."""


class SdkTap(Tap):
    """A tap as the SDK makes it."""

    name = "tap-bench"

    def discover_streams(self) -> Sequence[Stream]:
        """Return the orders."""
        return [SdkOrders(tap=self)]


class OurTap(KitTap):
    """A tap as we make it."""

    name = "tap-bench"
    source = "bench"
    stream_types = (KitOrders,)


def seconds_a_record(kind: type[Tap], count: int) -> float:
    """Run one sync and return its time divided by the records [s]."""
    _Orders.count = count
    tap = kind(config={})
    start = time.perf_counter()
    tap.sync_all()
    return (time.perf_counter() - start) / count


def compare(records: int, rounds: int) -> dict[str, Any]:
    """Let both loops take turns and return medians, ratio and record size."""
    _Orders.records = [order(number) for number in range(PAGE)]
    times: dict[str, list[float]] = {"sdk": [], "ours": []}
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        for _ in range(rounds):
            # The SDK is slower by far: a tenth of the records takes it longer still.
            times["sdk"].append(seconds_a_record(SdkTap, max(records // 10, 1)))
            times["ours"].append(seconds_a_record(OurTap, records))
    medians = {name: statistics.median(values) for name, values in times.items()}
    return {
        "record_bytes": len(json.dumps(_Orders.records[0], separators=(",", ":"))),
        "record_values": values(_Orders.records[0]),
        "records": records,
        "rounds": rounds,
        "us_per_record": {name: round(s * 1e6, 2) for name, s in medians.items()},
        "records_per_second": {name: round(1 / s) for name, s in medians.items()},
        "ratio": round(medians["sdk"] / medians["ours"], 1),
        "least_ratio": LEAST_RATIO,
    }


def start_ups(rounds: int) -> dict[str, float | None]:
    """Time `tap-x --version` of every tap in the house [s]; None if it does not run."""
    names = sorted(path.name for path in TAPS.glob("tap-*") if path.name != "tap-kit")
    return {name: _start_up(name, rounds) for name in names}


def _start_up(name: str, rounds: int) -> float | None:
    command = Path(sys.executable).with_name(name)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        try:
            subprocess.run([command, "--version"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{name} does not start: {error}", file=sys.stderr)
            return None
        times.append(time.perf_counter() - start)
    return round(statistics.median(times), 3)


def table(result: dict[str, Any]) -> str:
    """Return the result for people."""
    lines = [f"{'loop':<8}{'us/record':>12}{'records/s':>12}"]
    for name, speed in result["records_per_second"].items():
        lines.append(f"{name:<8}{result['us_per_record'][name]:>12.2f}{speed:>12,}")
    lines.append(f"ratio   {result['ratio']:>12.1f}   (at least {LEAST_RATIO})")
    for name, seconds in result["start_up_seconds"].items():
        said = "does not start" if seconds is None else f"{seconds:.2f} s"
        lines.append(f"{name} --version: {said}")
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and fail if we are not fast enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--records", type=int, default=50_000, help="a round of ours")
    parser.add_argument("--rounds", type=int, default=5, help="odd is best")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    result = compare(options.records, options.rounds)
    result["start_up_seconds"] = start_ups(min(options.rounds, 3))
    print(json.dumps(result, indent=2) if options.json else table(result))
    all_start = None not in result["start_up_seconds"].values()
    return 0 if result["ratio"] >= LEAST_RATIO and all_start else 1


if __name__ == "__main__":
    sys.exit(main())
