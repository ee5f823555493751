"""Geohash cells: a place as a short text, and back.

The formula is G. Niemeyer's (2008), https://en.wikipedia.org/wiki/Geohash: halve the
world by longitude and latitude in turn, write the halves as bits, five a character.
A cell holds its southern and western border; the poles and longitude 180 belong to the
last cell. Precision 5 is about 4.9 km by 4.9 km at the equator.
"""

from __future__ import annotations

_ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_LONGEST = 12
_LATITUDES = 180
_LONGITUDES = 360


def encode(lat: float, lon: float, precision: int = 5) -> str:
    """Name the cell that holds a point.

    Args:
        lat: Latitude [degrees north, -90..90].
        lon: Longitude [degrees east, -180..180].
        precision: Characters, 1..12.

    Raises:
        ValueError: Out of range, or no number.
    """
    if not 1 <= precision <= _LONGEST:
        msg = f"precision goes from 1 to {_LONGEST}, got {precision}"
        raise ValueError(msg)
    lon_bits, lat_bits = _bits(precision)
    x = _index(lon, _LONGITUDES, lon_bits, "longitude")
    y = _index(lat, _LATITUDES, lat_bits, "latitude")
    bits = 0
    for level in range(5 * precision):
        # Longitude comes first, so it holds the even levels.
        index, width = (y, lat_bits) if level % 2 else (x, lon_bits)
        bits = bits << 1 | index >> (width - 1 - level // 2) & 1
    return "".join(
        _ALPHABET[bits >> 5 * place & 31] for place in reversed(range(precision))
    )


def decode(gh: str) -> tuple[float, float, float, float]:
    """Return a cell's centre and half its size: (lat, lon, lat_err, lon_err) [degrees].

    Raises:
        ValueError: Not a geohash of 1 to 12 lower-case characters.
    """
    if not 1 <= len(gh) <= _LONGEST or not set(gh) <= _VALUES.keys():
        msg = f"not a geohash of 1 to {_LONGEST} lower-case characters: {gh[:20]!r}"
        raise ValueError(msg)
    x = y = 0
    for position, character in enumerate(gh):
        for place in range(5):
            bit = _VALUES[character] >> (4 - place) & 1
            if (5 * position + place) % 2:
                y = y << 1 | bit
            else:
                x = x << 1 | bit
    lon_bits, lat_bits = _bits(len(gh))
    lat_err = _LATITUDES / 2 / (1 << lat_bits)
    lon_err = _LONGITUDES / 2 / (1 << lon_bits)
    lat = _border(y, _LATITUDES, lat_bits) + lat_err
    lon = _border(x, _LONGITUDES, lon_bits) + lon_err
    return lat, lon, lat_err, lon_err


def centre(gh: str) -> tuple[float, float]:
    """Return a cell's centre (lat, lon) [degrees].

    Raises:
        ValueError: Not a geohash of 1 to 12 lower-case characters.
    """
    lat, lon, _, _ = decode(gh)
    return lat, lon


def _bits(precision: int) -> tuple[int, int]:
    """Return how many bits longitude and latitude get."""
    return (5 * precision + 1) // 2, 5 * precision // 2


def _border(index: int, span: int, bits: int) -> float:
    """Return the southern or western border of a row or column; exact in a float."""
    return span * index / (1 << bits) - span / 2


def _index(degrees: float, span: int, bits: int, name: str) -> int:
    """Return the row or column that holds a coordinate."""
    if not -span / 2 <= degrees <= span / 2:  # NaN fails this as well.
        msg = f"{name} goes from {-span // 2} to {span // 2}, got {degrees}"
        raise ValueError(msg)
    index = min(int((degrees + span / 2) / span * (1 << bits)), (1 << bits) - 1)
    # The sum may round up: -1e-20 + 90 is 90, which is the cell north of the border.
    return index - 1 if degrees < _border(index, span, bits) else index
