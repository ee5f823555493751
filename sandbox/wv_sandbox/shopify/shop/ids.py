"""Global ids: from a type and a row to an id, and back."""

from __future__ import annotations

import re
from typing import Final

CHILDREN: Final = 2048
"""Children a parent may have: child `k` of row `r` is row `r * CHILDREN + k`."""
_FIRST: Final = {"Order": 5_500_000_000_001, "LineItem": 14_000_000_000_001}
_FIRST_OF_OTHERS: Final = 7_000_000_001
_GID: Final = re.compile(r"gid://shopify/([A-Za-z]+)/([0-9]+)(?:\?.*)?")


def number(kind: str, row: int) -> int:
    """Give the number in an id, which REST used alone."""
    return _FIRST.get(kind, _FIRST_OF_OTHERS) + row


def legacy(kind: str, row: int) -> str:
    """Give the number as GraphQL writes it: whole numbers of 64 bits are texts."""
    return str(number(kind, row))


def gid(kind: str, row: int) -> str:
    """Give the global id of a type's row."""
    return f"gid://shopify/{kind}/{_FIRST.get(kind, _FIRST_OF_OTHERS) + row}"


def parse(text: str) -> tuple[str, int] | None:
    """Read a global id.

    Returns:
        Type and row, which may not exist; nothing if it is no global id.
    """
    match = _GID.fullmatch(text)
    if match is None:
        return None
    kind = match[1]
    return kind, int(match[2]) - _FIRST.get(kind, _FIRST_OF_OTHERS)
