"""What can be wrong with a body that is good JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Item = dict[str, Any]
Items = list[Item]
Options = dict[str, Any]

_SECTIONS = ("hourly", "daily")
_WRONG_UNITS: Mapping[str, tuple[str, float, float]] = {
    "°C": ("°F", 1.8, 32.0),
    "mm": ("inch", 1.0 / 25.4, 0.0),
    "cm": ("inch", 1.0 / 2.54, 0.0),
    "m/s": ("km/h", 3.6, 0.0),
    "km/h": ("m/s", 1.0 / 3.6, 0.0),
}
SPIKE_MM = -3276.8
"""int16 -32768 divided by 10; met in the live API (its issue 330)."""
TINY_MM = -4.5e-05
"""Met on 234 days of real ERA5 data."""


class Damage(NamedTuple):
    """A way to damage the items of an answer, and the options it takes."""

    apply: Callable[[Items, Options], Items]
    options: frozenset[str]


def _columns(items: Items, options: Options) -> list[tuple[Item, str, str]]:
    """Find the (item, section, variable) to damage: those named, or the first."""
    wanted, position = options.get("variable"), options.get("location", 0)
    item = items[min(position, len(items) - 1)]
    found = [
        (item, section, name)
        for section in _SECTIONS
        for name in item.get(section, {})
        if name == wanted or (wanted is None and name != "time")
    ]
    return found if wanted else found[:1]


def _set_value(default: float) -> Callable[[Items, Options], Items]:
    def apply(items: Items, options: Options) -> Items:
        rain = {"variable": None, **options}
        named = [name for name in _names(items) if name.startswith("precipitation")]
        if rain["variable"] is None and named:
            rain["variable"] = named[0]
        for item, section, name in _columns(items, rain):
            item[section][name][options.get("index", 0)] = options.get("value", default)
        return items

    return apply


def _names(items: Items) -> list[str]:
    return [name for section in _SECTIONS for name in items[0].get(section, {})]


def _wrong_unit(items: Items, options: Options) -> Items:
    for item, section, name in _columns(items, options):
        unit = item[f"{section}_units"][name]
        other, factor, offset = _WRONG_UNITS.get(unit, (unit + "?", 1.0, 0.0))
        item[f"{section}_units"][name] = options.get("unit", other)
        item[section][name] = [
            None if value is None else round(value * factor + offset, 2)
            for value in item[section][name]
        ]
    return items


def _null_day(items: Items, options: Options) -> Items:
    day = options.get("day", 0)
    for item in items:
        for section in _SECTIONS:
            length = 24 if section == "hourly" else 1
            for name, values in item.get(section, {}).items():
                if name != "time":
                    values[day * length : (day + 1) * length] = [None] * length
    return items


def _duplicate_time(items: Items, options: Options) -> Items:
    index = options.get("index", 1)
    for item in items:
        for section in _SECTIONS:
            times = item.get(section, {}).get("time", [])
            if len(times) > index:
                times[index] = times[index - 1]
    return items


def _missing_variable(items: Items, options: Options) -> Items:
    for item, section, name in _columns(items, options):
        del item[section][name], item[f"{section}_units"][name]
    return items


def _short_array(items: Items, options: Options) -> Items:
    for item, section, name in _columns(items, options):
        item[section][name].pop()
    return items


def _location_count(items: Items, options: Options) -> Items:
    more = options.get("by", -1)
    return items[:more] if more < 0 else items + items[-1:] * more


def _swapped_locations(items: Items, _options: Options) -> Items:
    return items[::-1]


_PLACE = frozenset({"variable", "location"})
DAMAGES: Mapping[str, Damage] = {
    "wrong_unit": Damage(_wrong_unit, _PLACE | {"unit"}),
    "spike": Damage(_set_value(SPIKE_MM), _PLACE | {"index", "value"}),
    "tiny": Damage(_set_value(TINY_MM), _PLACE | {"index", "value"}),
    "null_day": Damage(_null_day, frozenset({"day"})),
    "duplicate_time": Damage(_duplicate_time, frozenset({"index"})),
    "missing_variable": Damage(_missing_variable, _PLACE),
    "short_array": Damage(_short_array, _PLACE),
    "location_count": Damage(_location_count, frozenset({"by"})),
    "swapped_locations": Damage(_swapped_locations, frozenset()),
}


def damage(kind: str, body: bytes, options: Options) -> bytes:
    """Damage a body; one that bears no weather (an error, say) stays as it is.

    Args:
        kind: One of `DAMAGES`.
        body: JSON of a weather answer.
        options: See `Damage`.
    """
    answer = json.loads(body)
    items: Items = answer if isinstance(answer, list) else [answer]
    if not _names(items):
        return body
    damaged: Any = DAMAGES[kind].apply(items, options)
    if len(damaged) == 1 and isinstance(answer, dict):
        damaged = damaged[0]
    return json.dumps(damaged, ensure_ascii=False, separators=(",", ":")).encode()
