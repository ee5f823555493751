"""A JSON:API resource, before it is written."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

_LETTERS = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)
"""The 32 letters of base32, and Crockford's, which ids are written with."""
Link = tuple[str, str]
"""Type and id of another resource."""


@dataclass(frozen=True)
class Resource:
    """One thing of the account.

    Attributes:
        type: JSON:API type.
        id: Its id.
        attributes: As the answer shows them.
        one: Relationships to one other; None where it may be missing.
        many: Relationships to several.
        asked: What filters and sorts see beside the attributes, by field.
    """

    type: str
    id: str
    attributes: dict[str, Any]
    one: dict[str, Link | None] = field(default_factory=dict)
    many: dict[str, list[Link]] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)

    @property
    def link(self) -> Link:
        """How others point to it."""
        return self.type, self.id

    def value(self, name: str) -> Any:  # noqa: ANN401 - any JSON value.
        """Return what a filter or sort sees under a name."""
        if name in self.asked:
            return self.asked[name]
        return self.id if name == "id" else self.attributes.get(name)


def make_id(*parts: object, length: int = 26) -> str:
    """Make an id from whatever names the thing."""
    text = "\x1f".join(map(str, parts)).encode()
    digest = hashlib.blake2b(text, digest_size=24).digest()
    letters = base64.b32encode(b"\0" + digest)  # 25 bytes are 40 letters, no padding.
    return letters[::-1][:length].translate(_LETTERS).decode()


def share(*parts: object) -> float:
    """Draw from [0, 1) by whatever names the draw."""
    text = "\x1f".join(map(str, parts)).encode()
    number = int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")
    return number / 2.0**64


def stamp(instant: datetime) -> str:
    """Write an instant as the server does."""
    return instant.astimezone(UTC).isoformat(timespec="seconds")
