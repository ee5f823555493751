"""The geocoding API: names and postcodes to places.

Two letters must match exactly, three and more are a beginning; words after a comma must
name the country or one of the administrative areas exactly.
"""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

from wv_sandbox.openmeteo import gazetteer
from wv_sandbox.openmeteo.errors import ApiError
from wv_sandbox.openmeteo.words import whole

if TYPE_CHECKING:
    from wv_sandbox.openmeteo.gazetteer import Place
    from wv_sandbox.openmeteo.words import Parameters

_EXACT_LENGTH = 2
_DEFAULT_COUNT, _MOST = 10, 100


def search(parameters: Parameters, milliseconds: float) -> bytes:
    """Answer `/v1/search`.

    Args:
        parameters: `name`, `count` (10), `countryCode`.
        milliseconds: What is said to have been needed.

    Returns:
        JSON; without `results` if nothing is found.

    Raises:
        ApiError: The name lacks, or the count is no number from 1 to 100.
    """
    if "name" not in parameters:
        message = "Value of type 'String' required for key 'name'."
        raise ApiError(message)
    given = whole(parameters, "count")
    count = _DEFAULT_COUNT if given is None else given
    if not 1 <= count <= _MOST:
        message = f"Parameter count must be between 1 and {_MOST}."
        raise ApiError(message)
    name, *areas = (_plain(part) for part in parameters["name"][-1].split(","))
    country = (parameters.get("countryCode") or [""])[-1].upper()
    found = [
        place
        for place in gazetteer.places()
        if _matches(place, name)
        and _lies_in(place, areas)
        and country in {"", place.country_code}
    ]
    results = [_described(place) for place in found[:count]]
    return _write(
        ({"results": results} if results else {}) | {"generationtime_ms": milliseconds}
    )


def get(parameters: Parameters) -> bytes:
    """Answer `/v1/get?id=`.

    Raises:
        ApiError: There is no such place.
    """
    number = whole(parameters, "id")
    for place in gazetteer.places():
        if place.id == number:
            return _write(_described(place))
    message = "Not Found"
    raise ApiError(message, 404)


def _plain(text: str) -> str:
    """Write without accents, case and outer blanks: Zürich is found as zurich."""
    split = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _matches(place: Place, name: str) -> bool:
    if any(_plain(code) == name for code in place.postcodes):
        return True
    if len(name) <= _EXACT_LENGTH:
        return len(name) == _EXACT_LENGTH and _plain(place.name) == name
    return _plain(place.name).startswith(name)


def _lies_in(place: Place, areas: list[str]) -> bool:
    known = (place.country, place.country_code, *_areas(place).values())
    return set(areas) <= {_plain(area) for area in known}


def _areas(place: Place) -> dict[str, str]:
    return {f"admin{level}": name for level, name in enumerate(place.areas, 1) if name}


def _described(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "elevation": place.elevation,
        "feature_code": place.feature_code,
        "country_code": place.country_code,
        "timezone": place.timezone,
        "population": place.population,
        "postcodes": list(place.postcodes),
        "country": place.country,
        **_areas(place),
    }


def _write(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
