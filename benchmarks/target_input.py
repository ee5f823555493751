"""The benchmark's messages: flat records and nested orders, made from a seed."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

STATE_EVERY = 10_000
SEED = 20_261_121
_START = datetime(2026, 1, 1, tzinfo=UTC)
_CITIES = ("New York", "Berlin", "London", "Toronto", "Sydney", "Phoenix", "São Paulo")
_WORDS = ("linen", "wool", "cotton", "rain", "sun", "jacket", "scarf", "boot", "hat")


def _nullable(kind: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON Schema.
    return {"type": [kind, "null"], **more}


_TEXT, _INT, _NUM, _BOOL = (
    _nullable(kind) for kind in ("string", "integer", "number", "boolean")
)
_TIME = _nullable("string", format="date-time")
_DAY = _nullable("string", format="date")


def _object(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON Schema.
    return _nullable("object", properties=properties)


_MONEY = _object(amount=_TEXT, currency_code=_TEXT)
_FLAT = {
    "id": {"type": "integer"},
    **dict.fromkeys(("name", "email", "city", "country", "comment"), _TEXT),
    **dict.fromkeys(("quantity", "visits"), _INT),
    **dict.fromkeys(("price", "score", "latitude"), _NUM),
    "active": _BOOL,
    "born_on": _DAY,
    **dict.fromkeys(("created_at", "updated_at"), _TIME),
}
_ITEM_TEXTS = ("sku", "title", "vendor", "variant_id", "product_id", "price")
_LINE_ITEM = _object(
    id=_INT,
    **dict.fromkeys(_ITEM_TEXTS, _TEXT),
    **dict.fromkeys(("quantity", "grams", "position"), _INT),
    **dict.fromkeys(("taxable", "gift_card"), _BOOL),
    discount=_MONEY,
    tax=_MONEY,
)
_ADDRESS = _object(**dict.fromkeys(("city", "zip", "country_code", "name"), _TEXT))
_ORDER_TEXTS = ("name", "email", "phone", "currency", "financial", "note", "customer")
_ORDER_MONEY = ("total_price", "total_tax", "total_discount")
_ORDER = {
    "id": {"type": "integer"},
    **dict.fromkeys(_ORDER_TEXTS, _TEXT),
    **dict.fromkeys(("created_at", "updated_at", "closed_at", "cancelled_at"), _TIME),
    **dict.fromkeys(("test", "confirmed"), _BOOL),
    **dict.fromkeys(("grams", "number"), _INT),
    **dict.fromkeys(("latitude", "longitude"), _NUM),
    "tags": _nullable("array", items=_TEXT),
    "shipping": _ADDRESS,
    "billing": _ADDRESS,
    **dict.fromkeys(_ORDER_MONEY, _MONEY),
    "line_items": _nullable("array", items=_LINE_ITEM),
}


def flat(number: int, dice: random.Random) -> dict[str, Any]:
    """One record of 15 fields, about 340 bytes as a message."""
    city = dice.choice(_CITIES)
    return {
        "id": number,
        "name": f"customer {dice.randrange(100_000)}",
        "email": f"c{dice.randrange(10**9)}@example.com",
        "city": city,
        "country": dice.choice(("US", "DE", "GB", None)),
        "comment": " ".join(dice.choices(_WORDS, k=4)),
        "quantity": dice.randrange(100),
        "visits": dice.randrange(10**6),
        "price": dice.randrange(10**5) / 100,
        "score": dice.random(),
        "latitude": round(dice.uniform(-90, 90), 4),
        "active": dice.random() < 0.5,  # noqa: PLR2004 - every second.
        "born_on": f"{dice.randrange(1950, 2010)}-{dice.randrange(1, 13):02}-15",
        "created_at": _time(dice),
        "updated_at": _time(dice),
    }


def order(number: int, dice: random.Random) -> dict[str, Any]:
    """One order of 25 fields with 3 line items, about 1.9 KB as a message."""
    return {
        "id": number,
        **{name: f"{name} {dice.randrange(10_000)}" for name in _ORDER_TEXTS},
        "created_at": _time(dice),
        "updated_at": _time(dice),
        "closed_at": None,
        "cancelled_at": None,
        "test": False,
        "confirmed": dice.random() < 0.9,  # noqa: PLR2004 - nine of ten.
        "grams": dice.randrange(5000),
        "number": 1000 + number,
        "latitude": round(dice.uniform(-90, 90), 4),
        "longitude": round(dice.uniform(-180, 180), 4),
        "tags": dice.sample(_WORDS, 2),
        "shipping": _address(dice),
        "billing": _address(dice),
        **{name: _money(dice) for name in _ORDER_MONEY},
        "line_items": [_item(number * 3 + place, place, dice) for place in range(3)],
    }


def _item(number: int, place: int, dice: random.Random) -> dict[str, Any]:
    return {
        "id": number,
        **{name: f"{name} {dice.randrange(1000)}" for name in _ITEM_TEXTS},
        "quantity": dice.randrange(1, 9),
        "grams": dice.randrange(2000),
        "position": place,
        "taxable": True,
        "gift_card": False,
        "discount": _money(dice),
        "tax": _money(dice),
    }


def _address(dice: random.Random) -> dict[str, Any]:
    return {
        "city": dice.choice(_CITIES),
        "zip": f"{dice.randrange(100_000):05}",
        "country_code": "US",
        "name": f"{dice.choice(_WORDS)} {dice.choice(_WORDS)}",
    }


def _money(dice: random.Random) -> dict[str, Any]:
    return {"amount": f"{dice.randrange(10**5) / 100:.2f}", "currency_code": "USD"}


def _time(dice: random.Random) -> str:
    moment = _START + timedelta(seconds=dice.randrange(25_000_000))
    return moment.isoformat().replace("+00:00", "Z")


KINDS: dict[
    str, tuple[dict[str, Any], Callable[[int, random.Random], dict[str, Any]]]
] = {"flat": (_FLAT, flat), "nested": (_ORDER, order)}


def messages(kind: str, rows: int, streams: int = 1) -> Iterator[str]:
    """The lines of a run: SCHEMA, RECORDs, a STATE every 10,000, as the SDK writes.

    Args:
        kind: `flat` or `nested`.
        rows: How many records, all streams together.
        streams: How many streams there are; they take turns line by line.
    """
    properties, make = KINDS[kind]
    dice = random.Random(SEED)  # noqa: S311 - the same lines each time.
    names = [kind, *(f"{kind}_{i}" for i in range(1, streams))]
    for name in names:
        schema = {"type": "object", "properties": properties}
        head = {"type": "SCHEMA", "stream": name, "schema": schema}
        yield _line({**head, "key_properties": ["id"]})
    for number in range(1, rows + 1):
        yield _line(
            {
                "type": "RECORD",
                "stream": names[number % streams],
                "record": make(number, dice),
                "time_extracted": "2026-11-21T12:00:00.123456+00:00",
            }
        )
        if number % STATE_EVERY == 0 or number == rows:
            value = {"bookmarks": {kind: {"id": number}}}
            yield _line({"type": "STATE", "value": value})


def write(path: Path, kind: str, rows: int, streams: int = 1) -> Path:
    """Write a run's lines to a file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(messages(kind, rows, streams))
    return path


def _line(message: dict[str, Any]) -> str:
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False) + "\n"
