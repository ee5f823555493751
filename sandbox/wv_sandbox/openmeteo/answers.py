"""The JSON of an answer."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wv_sandbox.openmeteo.columns import Column
    from wv_sandbox.openmeteo.zones import Zone


@dataclass
class Section:
    """`hourly` or `daily` of one location."""

    name: str
    times: list[str] | list[int]
    columns: dict[str, Column] = field(default_factory=dict)


@dataclass
class Item:
    """The answer for one location."""

    latitude: float
    longitude: float
    elevation: float
    number: int
    zone: Zone
    sections: list[Section]

    def as_json(self, milliseconds: float, *, unixtime: bool) -> dict[str, Any]:
        """Lay the item out in the server's order.

        Args:
            milliseconds: What it took to make it.
            unixtime: Names the unit of the times.
        """
        item: dict[str, Any] = {
            "latitude": self.latitude,
            "longitude": self.longitude,
            "generationtime_ms": milliseconds,
            "utc_offset_seconds": self.zone.offset,
            "timezone": self.zone.name,
            "timezone_abbreviation": self.zone.abbreviation,
        }
        if not math.isnan(self.elevation):
            item["elevation"] = self.elevation
        if self.number:
            item["location_id"] = self.number
        for section in self.sections:
            units = {name: column.unit for name, column in section.columns.items()}
            values = {name: column.values for name, column in section.columns.items()}
            item[f"{section.name}_units"] = {
                "time": "unixtime" if unixtime else "iso8601"
            } | units
            item[section.name] = {"time": section.times} | values
        return item


def body(items: list[Item], milliseconds: float, *, unixtime: bool) -> bytes:
    """Write an object for one location, an array for more."""
    texts = [item.as_json(milliseconds, unixtime=unixtime) for item in items]
    answer = texts[0] if len(texts) == 1 else texts
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
