"""Secrets stay out of logs, tracebacks and warnings, in whatever form they travel.

Two nets, one behind the other. Known secrets are masked in seven encodings: raw,
percent, form (plus for blank), JSON, base64 at any alignment (so inside `Basic`, too),
URL-safe base64, and hex. Whatever stands behind a name such as `access_token` is masked
without being known, in URLs, JSON and headers.
"""

from __future__ import annotations

import base64
import json
import re
import string
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import quote

from typing_extensions import override

from tap_kit.redact_hooks import Installation, install

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["MASK", "MIN_LENGTH", "Installation", "Redactor", "install"]

MASK = "***"
MIN_LENGTH = 4
"""Shorter texts are no secrets: masking them would eat the log [characters]."""
_MIN_ENCODED = 8
_MIN_LINE = 16
_LATIN = 0xFF
_PLAIN = frozenset(string.ascii_letters + string.digits + "-._~")

_NAMES = r"""
    access[_-]?token | api[_-]?key | appsecret[_-]?proof | authorization
    | client[_-]?secret | developer[_-]?token | passw(?:or)?d | private[_-]?key
    | refresh[_-]?token | signature
"""
_BEHIND_NAME = re.compile(
    rf"""
    (?P<head>
        (?: (?<![a-z0-9]) | (?<=%[0-9a-f]{{2}}) ) (?:{_NAMES})
        (?P<name_quote> \\*["'] )? \s* (?: [:=] | %3d ) \s*
    )
    (?:
        (?P<quote> ["'] ) (?: \\. | (?!(?P=quote))[^\\\n] )*
        (?P<end> (?P=quote) | \\?$ )
        | (?P<escaped> \\+["'] ) .*? (?P<close> (?<!\\)(?P=escaped) | $ )
        | (?! (?:null|none|true|false)\b )
          (?: (?:basic|bearer|digest|token) (?:\s|%20|\+)+ )?
          [^\s&;,"'<>(){{}}\[\]\\]+
    )
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)


class Redactor:
    """Masks secrets in text; a secret never shows in its `repr`.

    Args:
        secrets: Values to mask. Each also counts without surrounding blanks, and a long
            one (a private key) line by line. Shorter than 4 characters is no secret.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._lock = Lock()
        self._known: frozenset[str] = frozenset()
        self._pattern: re.Pattern[str] | None = None
        self.add(*secrets)

    @override
    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self._known)} secrets)"

    def add(self, *secrets: str) -> None:
        """Mask these as well, from now on; also from another thread."""
        with self._lock:
            self._known |= {part for secret in secrets for part in _parts(secret)}
            forms = {form for secret in self._known for form in _forms(secret)}
            # Longest first: else a secret that begins another leaves its tail behind.
            patterns = [pattern for _, pattern in sorted(forms, reverse=True)]
            self._pattern = re.compile("|".join(patterns)) if patterns else None

    def text(self, text: str) -> str:
        """Mask all secrets; no form of a known one is left."""
        return self._mask(_BEHIND_NAME.sub(_hide_value, self._mask(text)))

    def _mask(self, text: str) -> str:
        pattern = self._pattern
        if pattern is None:
            return text
        # What is left and right of a mask can make a new match with it. Each round
        # shortens the text, because no form is as short as the mask.
        while (masked := pattern.sub(MASK, text)) != text:
            text = masked
        return text


def _hide_value(match: re.Match[str]) -> str:
    """Mask a value and keep its quotes, so that JSON stays JSON."""
    before = match["quote"] or match["escaped"]
    after = match["end"] or match["close"]
    if before is None:
        before = after = match["name_quote"]
    return f"{match['head']}{before or ''}{MASK}{after or ''}"


def _parts(secret: str) -> Iterator[str]:
    """Yield the secret, its trimmed form, and the lines of a long one."""
    lines = [line.strip() for line in secret.splitlines()]
    candidates = {secret, secret.strip()} | {x for x in lines if len(x) >= _MIN_LINE}
    return (part for part in candidates if len(part) >= MIN_LENGTH)


def _forms(secret: str) -> Iterator[tuple[int, str]]:
    """Yield patterns for all encodings, each with the length of what it matches."""
    data = secret.encode("utf-8", "surrogatepass")
    yield len(secret), "".join(map(_url_character, secret))
    yield len(secret), "".join(map(_json_character, secret))
    for core in _base64_cores(data):
        if len(core) >= _MIN_ENCODED:
            # The rest of the last character and the padding, where the text ends here.
            tail = "(?:[A-Za-z0-9+/_-]?={1,2})?"
            yield len(core), "".join(map(_base64_character, core)) + tail
    yield 2 * len(data), f"(?i:{data.hex()})"


def _url_character(character: str) -> str:
    """Match a character raw, percent-encoded, or as a form writes it."""
    if character in _PLAIN:
        return re.escape(character)
    percent = quote(character, safe="", errors="surrogatepass")
    plus = r"|\+" if character == " " else ""
    # Encoders differ in what they leave alone, so raw is always allowed.
    return f"(?:(?i:{percent})|{re.escape(character)}{plus})"


def _json_character(character: str) -> str:
    """Match a character as a JSON writer or Python's `repr` may put it."""
    if character in _PLAIN:
        return re.escape(character)
    units = character.encode("utf-16-be", "surrogatepass").hex()
    numbers = "".join(rf"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))
    if ord(character) <= _LATIN:
        numbers += rf"|\\x{ord(character):02x}"
    short = re.escape(json.dumps(character, ensure_ascii=False)[1:-1])
    optional = rf"|\\?{character}" if character in "/'\"" else ""
    return f"(?:(?i:{numbers})|{short}{optional})"


def _base64_cores(data: bytes) -> Iterator[str]:
    """Yield what data look like inside base64, whatever stands before and after them.

    A neighbour decides some bits of the first and last character; these are left out.
    """
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + data).decode()
        first = -(-8 * shift // 6)
        yield encoded[first : 8 * (shift + len(data)) // 6]


def _base64_character(character: str) -> str:
    if character == "+":
        return "(?:[+-]|%2[bB])"
    if character == "/":
        return r"(?:\\?/|_|%2[fF])"
    return character
