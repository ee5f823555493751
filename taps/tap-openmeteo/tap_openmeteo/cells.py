"""Which cells to read: from the settings, a file, or the lake's `shipping_cells`."""

from __future__ import annotations

import csv
import json
import logging
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from tap_kit import geohash
from tap_kit.errors import SettingsError
from tap_openmeteo.places import PRECISION, Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

logger = logging.getLogger(__name__)

DEMO_CELLS: tuple[dict[str, Any], ...] = (
    {"name": "New York", "latitude": 40.78, "longitude": -73.97, "country_code": "US"},
    {"name": "Berlin", "latitude": 52.52, "longitude": 13.41, "country_code": "DE"},
    {"name": "London", "latitude": 51.51, "longitude": -0.13, "country_code": "GB"},
    {"name": "Toronto", "latitude": 43.65, "longitude": -79.38, "country_code": "CA"},
    {"name": "Sydney", "latitude": -33.87, "longitude": 151.21, "country_code": "AU"},
    {"name": "Phoenix", "latitude": 33.45, "longitude": -112.07, "country_code": "US"},
)
"""Read when nothing is configured and the sandbox answers."""

NULL_ISLAND_DEGREES = 0.01
POLE_DEGREES = 90.0
_COUNTRY_LETTERS = 2
_FORM = (
    "give a `geohash` of 5 characters or more, or `latitude` and `longitude` in degrees"
)


def parse_cells(entries: Iterable[object], where: str) -> list[Cell]:
    """Check every entry and keep one cell per geohash, the first.

    Args:
        entries: Mappings with `geohash`, or `latitude` and `longitude` [°]; optional
            `name`, `timezone` (IANA), `country_code`. Numbers may come as text.
        where: Setting or file, for the error.

    Raises:
        SettingsError: An entry is no cell; the message says which and why.
    """
    cells: dict[str, Cell] = {}
    for position, entry in enumerate(entries, 1):
        cell = _parse(entry, f"{where}, entry {position}")
        cells.setdefault(cell.id, cell)
    if not cells:
        what = "there is no cell to read"
        raise SettingsError(what, where=where, next_step=f"add one: {_FORM}")
    return list(cells.values())


def read_cells_file(path: str | Path) -> list[Cell]:
    """Read cells from CSV with a header, a JSON list, or a JSON object a line.

    Raises:
        SettingsError: The file is absent, of another kind, malformed, or holds a
            wrong cell.
    """
    file = Path(path)
    where = f"cells_file {file.name}"
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        what = f"cells cannot be read from a {file.suffix or 'nameless'} file"
        raise SettingsError(
            what, where=where, next_step="use .csv, .json, .ndjson or .jsonl"
        )
    try:
        entries = reader(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        what = f"the file cannot be read: {error.strerror}"
        raise SettingsError(what, where=where, next_step="check the path") from error
    except (ValueError, csv.Error) as error:
        what = f"the file is malformed: {error}"
        raise SettingsError(what, where=where, next_step="mend the file") from error
    return parse_cells(entries, where)


def _csv(text: str) -> list[object]:
    return list(csv.DictReader(text.splitlines(), strict=True))


def _json(text: str) -> list[object]:
    entries = json.loads(text)
    if not isinstance(entries, list):
        msg = "expected a list of cells"
        raise ValueError(msg)  # noqa: TRY004 -- Malformed text, as the parser itself says it.
    return entries


def _json_lines(text: str) -> list[object]:
    return [json.loads(line) for line in text.splitlines() if line.strip()]


_READERS = {".csv": _csv, ".json": _json, ".ndjson": _json_lines, ".jsonl": _json_lines}


def _parse(entry: object, where: str) -> Cell:
    if not isinstance(entry, dict):
        what = f"a cell is an object, got {type(entry).__name__}"
        raise SettingsError(what, where=where, next_step=_FORM)
    cell_id = _cell_id(entry, where)
    latitude, longitude = geohash.centre(cell_id)
    return Cell(
        id=cell_id,
        latitude=latitude,
        longitude=longitude,
        timezone=_timezone(entry, latitude, longitude, where),
        name=entry.get("name") or None,
        country_code=_country(entry, where),
    )


def _cell_id(entry: Mapping[str, Any], where: str) -> str:
    if text := entry.get("geohash"):
        return _known_geohash(str(text).strip().lower(), where)
    latitude = _degrees(entry.get("latitude"), "latitude", where)
    longitude = _degrees(entry.get("longitude"), "longitude", where)
    if max(abs(latitude), abs(longitude)) < NULL_ISLAND_DEGREES:
        logger.warning("%s lies at 0°, 0°: mostly a failed geocode, not a place", where)
    try:
        return geohash.encode(latitude, longitude, PRECISION)
    except ValueError as error:
        swapped = abs(longitude) <= POLE_DEGREES < abs(latitude)
        step = "latitude and longitude look swapped" if swapped else _FORM
        raise SettingsError(str(error), where=where, next_step=step) from error


def _known_geohash(text: str, where: str) -> str:
    try:
        geohash.decode(text)
    except ValueError as error:
        what = f"unknown cell {text!r}: {error}"
        raise SettingsError(what, where=where, next_step=_FORM) from error
    if len(text) < PRECISION:
        what = f"cell {text!r} is too coarse: {len(text)} characters"
        raise SettingsError(what, where=where, next_step=_FORM)
    return text[:PRECISION]


def _degrees(value: object, axis: str, where: str) -> float:
    try:
        degrees = float(value)  # type: ignore[arg-type] # Whatever it is, float() says.
    except (TypeError, ValueError) as error:
        what = f"{axis} is not a number: {value!r}"
        raise SettingsError(what, where=where, next_step=_FORM) from error
    if isinstance(value, bool) or not math.isfinite(degrees):
        what = f"{axis} is not a number: {value!r}"
        raise SettingsError(what, where=where, next_step=_FORM)
    return degrees


def _timezone(
    entry: Mapping[str, Any], latitude: float, longitude: float, where: str
) -> str:
    given = str(entry.get("timezone") or "")
    if given and given not in available_timezones():
        what = f"unknown time zone {given!r}"
        raise SettingsError(
            what,
            where=where,
            next_step="use an IANA name such as Europe/Berlin, or leave it out",
        )
    return given or timezone_at(latitude, longitude)


def timezone_at(latitude: float, longitude: float) -> str:
    """Look up the IANA time zone of a point [°], offline; `Etc/GMT±n` at sea."""
    import tzfpy  # noqa: PLC0415 -- Five megabytes; `--about` does not need them.

    return str(tzfpy.get_tz(longitude, latitude)) or "Etc/GMT"


def _country(entry: Mapping[str, Any], where: str) -> str | None:
    code = str(entry.get("country_code") or "").strip().upper()
    if code and not (
        len(code) == _COUNTRY_LETTERS and code.isascii() and code.isalpha()
    ):
        what = f"country_code {code!r} has not two letters"
        raise SettingsError(what, where=where, next_step="use ISO 3166-1, e.g. DE")
    return code or None
