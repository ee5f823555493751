"""Lines to messages, strictly: what JSON leaves open is refused, never guessed."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import msgspec

_decoder = msgspec.json.Decoder(float_hook=Decimal)
_SPACED_COLON = re.compile(rb'"\s+:')


class LineError(ValueError):
    """A line that is no message.

    Args:
        why: What is wrong, without the line's content.
    """

    def __init__(self, *, why: str) -> None:
        super().__init__(why)


class Head(msgspec.Struct):
    """What tells where a message goes."""

    type: str | None = None
    stream: str | None = None


def peek(line: bytes) -> tuple[str | None, str | None]:
    """The type and the stream of a line, as far as they are there."""
    try:
        head = msgspec.json.decode(line, type=Head)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None, None
    return head.type, head.stream


class State(msgspec.Struct):
    """A STATE message; the value stays the bytes it came as."""

    value: msgspec.Raw


def decode(line: bytes) -> dict[str, Any]:
    """Decode one message; numbers with a fraction keep their digits as `Decimal`.

    Args:
        line: One line.

    Returns:
        The message.

    Raises:
        LineError: If the line is no JSON object, or an object has a key twice; within
            the value of a STATE that is the tap's affair.
    """
    message = _loaded(line)
    if not isinstance(message, dict):
        raise LineError(why="it is no object")
    if not isinstance(message.get("type", ""), str):
        raise LineError(why="its type is no text")
    _check_once(line, message, within=message.get("type") != "STATE")
    return message


def decode_value(line: bytes) -> Any:  # noqa: ANN401 - any JSON value.
    """Decode any JSON value as `decode` does a message.

    Raises:
        LineError: If it is no JSON, or an object has a key twice.
    """
    value = _loaded(line)
    _check_once(line, value)
    return value


def _loaded(line: bytes) -> Any:  # noqa: ANN401 - any JSON value.
    try:
        return _decoder.decode(line)
    except UnicodeDecodeError:
        raise LineError(why="it is no UTF-8") from None
    except msgspec.MsgspecError as error:
        # What follows " - at" names the place; the text before it holds no value.
        raise LineError(why=str(error).split(" - at ")[0]) from None
    except RecursionError:
        raise LineError(why="it is nested too deep") from None


def _check_once(line: bytes, value: Any, *, within: bool = True) -> None:  # noqa: ANN401 - any JSON value.
    if line.count(b'":') != _keys(value) or _SPACED_COLON.search(line):
        _refuse_double_keys(line, within=within)


def check_parts(message: dict[str, Any]) -> None:
    """Check that a message has the parts of its type, each of its kind.

    Raises:
        LineError: If one is missing or of another kind.
    """
    kind, keys = message["type"], message.get("key_properties")
    if kind != "STATE" and not isinstance(message.get("stream"), str):
        raise LineError(why="it has no stream")
    if kind == "ACTIVATE_VERSION" and type(message.get("version")) is not int:
        raise LineError(why="it has no version")
    if kind == "RECORD" and not isinstance(message.get("record"), dict):
        raise LineError(why="it has no record")
    if kind == "SCHEMA" and not isinstance(message.get("schema"), dict):
        raise LineError(why="it has no schema")
    if keys is not None and not (
        isinstance(keys, list) and all(isinstance(key, str) for key in keys)
    ):
        raise LineError(why="its key_properties are no list")


def state_value(line: bytes) -> bytes:
    """The value of a STATE message as it was sent; empty for null, which is no state.

    Raises:
        LineError: If there is none.
    """
    try:
        value = bytes(msgspec.json.decode(line, type=State).value).strip()
    except msgspec.MsgspecError:
        raise LineError(why="a STATE message has no value") from None
    return b"" if value == b"null" else value


def _keys(value: Any) -> int:  # noqa: ANN401 - any JSON value.
    if type(value) is dict:
        return len(value) + sum(map(_keys, value.values()))
    if type(value) is list:
        return sum(map(_keys, value))
    return 0


def _refuse_double_keys(line: bytes, *, within: bool) -> None:
    def names(pairs: list[tuple[str, Any]]) -> tuple[str, ...]:
        found = tuple(name for name, _ in pairs)
        if within:
            refuse(found)
        return found

    def refuse(found: tuple[str, ...]) -> None:
        if len(set(found)) < len(found):
            raise LineError(why="an object has a key twice")

    outermost = json.loads(line, object_pairs_hook=names)
    if isinstance(outermost, tuple):
        refuse(outermost)
