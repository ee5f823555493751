"""Real bodies of the real server, to be served instead of our own."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def _all() -> dict[str, bytes]:
    text = (files("wv_sandbox") / "data" / "openmeteo_recorded.json").read_text("utf-8")
    return {
        name: json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        for name, body in json.loads(text).items()
    }


def names() -> list[str]:
    """Name the recordings."""
    return list(_all())


def body(name: str) -> bytes:
    """Give a recorded body.

    Raises:
        KeyError: There is no such recording.
    """
    return _all()[name]
