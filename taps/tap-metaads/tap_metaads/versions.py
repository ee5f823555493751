"""Which Graph versions exist, and until when.

https://developers.facebook.com/docs/graph-api/changelog/versions. The Marketing API
ends a version earlier, 90 days after the next one at the soonest, so only the two
newest are offered.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Life(NamedTuple):
    """When a version came, and when it goes; None: nobody has said it yet."""

    released: date
    sunset: date | None


VERSIONS: dict[str, Life] = {
    "v25.0": Life(date(2026, 2, 18), date(2028, 7, 29)),
    "v26.0": Life(date(2026, 7, 29), None),
}
DEFAULT = "v26.0"
