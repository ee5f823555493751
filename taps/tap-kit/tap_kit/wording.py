"""Words for people: short, on one line, and without a URL's query or user part."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_USER = re.compile(r"(?<=://)[^/\s@]+@")
_URL_QUERY = re.compile(r"(https?://[^\s\"'<>?#]*)[?#][^\s\"'<>]*", re.IGNORECASE)
# urllib3 names a refused request by its path alone: "with url: /v1/x?apikey=…".
_BARE_QUERY = re.compile(r"[?#][^\s\"'<>?#=]*=[^\s\"'<>]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_TEXT_CHARACTERS = 500
_UNITS = ((3600, "h"), (60, "min"))
DETAIL_CHARACTERS = 200
"""How much of a vendor's own words we quote."""


def safe_url(url: str | None) -> str:
    """Name a URL by host and path only: queries and user parts may hold secrets."""
    try:
        parts = urlsplit(url or "")
        host = parts.netloc.rpartition("@")[2]
    except ValueError:  # A hostile Location header, e.g. an unclosed IPv6 bracket.
        return "(unreadable URL)"
    return f"{host}{parts.path}"


def clean(text: str, characters: int = _TEXT_CHARACTERS) -> str:
    """Take queries, user parts and control characters out of a text, and shorten it."""
    text = _CONTROL.sub(" ", text[: 10 * _TEXT_CHARACTERS])
    text = _BARE_QUERY.sub("", _URL_QUERY.sub(r"\1", _USER.sub("", text))).strip()
    return text if len(text) <= characters else f"{text[: characters - 1]}…"


def sentence(text: str) -> str:
    """End a text with a full stop unless it ends itself."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def span(seconds: float) -> str:
    """Name a time as people do: `45 s`, `12 min`, `3 h`."""
    for length, unit in _UNITS:
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {unit}"
    return f"{seconds:.0f} s"
