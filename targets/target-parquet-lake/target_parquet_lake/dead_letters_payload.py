"""What of a refused line the lake may keep: its shape, keyed hashes, or all of it.

By default no value is kept: keys and types tell a developer what was wrong, and nobody
else anything. A key that is no plain name may be data itself (an e-mail address as a
key) and is masked too.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from target_parquet_lake.files import locked, sync_file
from target_parquet_lake.objects import ObjectPath

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Leaf = Callable[[str, Any], Any]

KEY_BYTES = 32
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
_MOST_ITEMS = 20
_DEEPEST = 20
_TYPES = {bool: "boolean", int: "integer", str: "string", type(None): "null"}


class PayloadForm(StrEnum):
    """What is kept of a refused line."""

    MASKED = "masked"
    """Keys and types."""
    HASHED = "hashed"
    """Keys, and a keyed hash of each value: equal values can be told."""
    KEPT = "kept"
    """The line as it came: it can be replayed, and holds what the source sent."""


def payload(form: PayloadForm, line: bytes, key: bytes) -> str | None:
    """What to keep of a refused line.

    Args:
        form: How much.
        line: The line.
        key: The lake's key, for hashes.

    Returns:
        Text, or None for a masked line that is no JSON. A kept line that is no UTF-8
        becomes `base64:` and its bytes.
    """
    if form is PayloadForm.KEPT:
        return _whole(line)
    message = loose(line)
    if message is None:
        return None
    content = message.get("record", message) if isinstance(message, dict) else message
    leaf = _type if form is PayloadForm.MASKED else _hashes(key)
    return json.dumps(_shape(content, "", leaf, 0), ensure_ascii=False)


def loose(line: bytes) -> Any:  # noqa: ANN401 - any JSON value.
    """A line's JSON value by a lenient reading, or None."""
    try:
        return msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def identity(key: bytes, *parts: bytes) -> str:
    """A keyed hash that names a refused line: the same for the same line, no other."""
    sizes = b"".join(len(part).to_bytes(8, "big") for part in parts)
    return hmac.new(key, sizes + b"".join(parts), hashlib.sha256).hexdigest()[:32]


def lake_key(path: Path) -> bytes:
    """The lake's key for hashes; it is made when missing, for the owner's eyes only.

    Args:
        path: The key file.

    Raises:
        OSError: If it cannot be read or made.
    """
    with locked(path.with_name(f"{path.name}.lock")):
        if path.is_file() and len(key := path.read_bytes()) == KEY_BYTES:
            return key
        key = os.urandom(KEY_BYTES)
        if isinstance(path, ObjectPath):
            path.write_bytes(key)
            return path.read_bytes()
        draft = path.with_name(f"{path.name}.tmp")
        draft.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        with os.fdopen(os.open(draft, flags, 0o600), "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_file(path.parent)
        return key


def _whole(line: bytes) -> str:
    try:
        return line.rstrip(b"\r\n").decode()
    except UnicodeDecodeError:
        return "base64:" + base64.b64encode(line).decode()


def _shape(value: Any, path: str, leaf: Leaf, depth: int) -> Any:  # noqa: ANN401 - any JSON value.
    if depth > _DEEPEST:
        return "deeper"
    if isinstance(value, dict):
        names = [*value][: _MOST_ITEMS * 10]
        return {
            _name(name, i): _shape(value[name], f"{path}.{name}", leaf, depth + 1)
            for i, name in enumerate(names)
        }
    if isinstance(value, list):
        shown = [_shape(v, f"{path}[]", leaf, depth + 1) for v in value[:_MOST_ITEMS]]
        more = len(value) - len(shown)
        return [*shown, f"{more} more"] if more else shown
    return None if value is None else leaf(path, value)


def _name(name: str, number: int) -> str:
    return name if _PLAIN_KEY.fullmatch(name) else f"<key {number}>"


def _type(_path: str, value: Any) -> str:  # noqa: ANN401 - any JSON scalar.
    return _TYPES.get(type(value), "number")


def _hashes(key: bytes) -> Leaf:
    def leaf(path: str, value: Any) -> str:  # noqa: ANN401 - any JSON scalar.
        text = json.dumps(value).encode()
        return "h1:" + identity(key, path.encode(), text)

    return leaf
