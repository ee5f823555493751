"""The versions of the Google Ads API: when they came, and when they go.

A major version lives for about a year. Dates still to come are Google's plan.
https://developers.google.com/google-ads/api/docs/sunset-dates
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Lifetime(NamedTuple):
    """When a version was released, and from when on it may not answer any more."""

    released: date
    sunset: date | None


VERSIONS: dict[str, Lifetime] = {
    "v23": Lifetime(date(2026, 1, 28), date(2027, 2, 1)),
    "v24": Lifetime(date(2026, 4, 22), date(2027, 5, 1)),
    "v25": Lifetime(date(2026, 7, 22), date(2027, 8, 1)),
    "v26": Lifetime(date(2026, 10, 14), date(2027, 11, 1)),
}
DEFAULT = "v26"
