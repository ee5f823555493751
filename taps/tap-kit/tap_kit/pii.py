"""Personal data leave a tap as they came, as a keyed pseudonym, or not at all.

A plain hash of a phone number is found by trying all numbers, so the pseudonym is
HMAC-SHA256 with a key that lies outside the lake. Pseudonymised data stay personal data
(EDPB Guidelines 01/2025): whoever holds the key can link, so keep the two apart.
"""

from __future__ import annotations

import hmac
import os
import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KEY_BYTES = 32
"""The least length of a key [bytes]."""
_DISTINCT_BYTES = 8
_PREFIX = "h1:"
_PHONE_PUNCTUATION = re.compile(r"[\s().\-/\u2010-\u2015]+")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_HOW_TO = "make one with `openssl rand -hex 32` and keep it apart from the lake"


class PiiMode(StrEnum):
    """What happens to a personal datum."""

    KEEP = "keep"
    HASH = "hash"
    DROP = "drop"


class Pseudonymizer:
    """Turn personal data into pseudonyms that join, but do not tell.

    Equal data give equal pseudonyms within a field and never across fields. The form is
    `h1:` and 64 hex digits; the prefix names the version of key and normalisation.

    Args:
        key: At least 32 bytes; only mode `hash` needs it.
        mode: `keep`, `hash` or `drop`.

    Raises:
        SettingsError: No such mode; or mode `hash` and the key is missing or weak.
    """

    def __init__(self, key: bytes | str | None, mode: str = PiiMode.HASH) -> None:
        try:
            self.mode = PiiMode(mode)
        except ValueError:
            what = f"there is no PII mode {mode!r}"
            raise SettingsError(what, next_step="use keep, hash or drop") from None
        self._key = key.encode() if isinstance(key, str) else key or b""
        if self.mode is PiiMode.HASH:
            _refuse_weak(self._key)

    @classmethod
    def from_environment(cls, name: str, mode: str = PiiMode.HASH) -> Pseudonymizer:
        """Take the key from an environment variable.

        Raises:
            SettingsError: Mode `hash` and the variable is missing, empty or weak.
        """
        key = os.environ.get(name, "")
        if mode == PiiMode.HASH and not key:
            what = f"the environment variable {name} with the PII key is missing"
            raise SettingsError(what, next_step=_HOW_TO)
        return cls(key, mode)

    @override
    def __repr__(self) -> str:
        return f"{type(self).__name__}(mode={self.mode.value!r})"

    def value(self, field: str, datum: str | None) -> str | None:
        """Treat one datum by the mode.

        Args:
            field: What it is: `email`, `phone`, or any other name. The same person's
                datum joins across streams only under the same field.
            datum: The datum; None and blank text give None in mode `hash`, because one
                pseudonym for "nothing" would join strangers.
        """
        if self.mode is PiiMode.KEEP:
            return datum
        if self.mode is PiiMode.DROP or datum is None:
            return None
        kind, text = _NORMALISERS.get(field, _normalise_text)(datum)
        if not text:
            return None
        # NUL cannot occur in a field's name, so no field and text make another's pair.
        message = f"{field}{kind}\0{text}".encode("utf-8", "surrogatepass")
        return f"{_PREFIX}{hmac.digest(self._key, message, 'sha256').hex()}"


def normalise_email(email: str) -> str:
    """Trim, NFKC, lower case, domain in IDNA. Dots and plus stay: they name people."""
    text = unicodedata.normalize("NFKC", email).strip().lower()
    local, at, domain = text.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:  # No such domain can exist; the text itself still joins.
        return text
    return f"{local}{at}{domain}"


def normalise_phone(phone: str) -> str | None:
    """Write a phone number as E.164 (`+491701234567`).

    None for a number without its country: a guess would join strangers.
    """
    text = unicodedata.normalize("NFKC", phone).replace("(0)", "")
    text = _PHONE_PUNCTUATION.sub("", text)
    if text.startswith("00"):
        text = f"+{text[2:]}"
    return text if _E164.fullmatch(text) else None


def _normalise_text(text: str) -> tuple[str, str]:
    return "", unicodedata.normalize("NFKC", text).strip()


def _email(email: str) -> tuple[str, str]:
    return "", normalise_email(email)


def _phone(phone: str) -> tuple[str, str]:
    """Keep national numbers apart, so that none equals another country's."""
    e164 = normalise_phone(phone)
    return ("", e164) if e164 else (":national", _normalise_text(phone)[1])


_NORMALISERS: Mapping[str, Callable[[str], tuple[str, str]]] = {
    "email": _email,
    "phone": _phone,
}


def _refuse_weak(key: bytes) -> None:
    if len(key) < KEY_BYTES or len(set(key)) < _DISTINCT_BYTES:
        what = f"the PII key is missing or weak; it takes {KEY_BYTES} random bytes"
        raise SettingsError(what, next_step=_HOW_TO)
