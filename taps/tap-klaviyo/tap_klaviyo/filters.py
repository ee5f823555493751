"""Filters as Klaviyo reads them: a comma means and, instants stand without quotes.

https://developers.klaviyo.com/en/docs/filtering_
"""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def stamp(at: datetime) -> str:
    """Write an instant in UTC, to the second, as filters and bookmarks have it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def equals(field: str, value: str | bool) -> str:  # noqa: FBT001 - the value itself.
    """Ask for one value; texts are quoted, whatever is in them."""
    return f"equals({field},{json.dumps(value, ensure_ascii=False)})"


def compared(operator: str, field: str, at: datetime) -> str:
    """Compare with an instant; Klaviyo refuses quoted ones."""
    return f"{operator}({field},{stamp(at)})"


def both(*conditions: str) -> str:
    """Ask for all conditions that are given."""
    return ",".join(condition for condition in conditions if condition)
