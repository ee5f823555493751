"""Places looked up by postcode or town."""

from __future__ import annotations

STREAM = "geocode_results"
