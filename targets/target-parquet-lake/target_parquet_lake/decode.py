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
    """A line that is no JSON object; the text says why, without the line's content."""


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
        LineError: If the line is no JSON object, or an object has a key twice.
    """
    try:
        message = _decoder.decode(line)
    except UnicodeDecodeError:
        raise LineError("it is no UTF-8") from None  # noqa: EM101, TRY003 - as above.
    except msgspec.MsgspecError as error:
        # What follows " - at" names the place; the text before it holds no value.
        raise LineError(str(error).split(" - at ")[0]) from None
    except RecursionError:
        raise LineError("it is nested too deep") from None  # noqa: EM101, TRY003 - as above.
    if not isinstance(message, dict):
        raise LineError("it is no object")  # noqa: EM101, TRY003 - as above.
    if line.count(b'":') != _keys(message) or _SPACED_COLON.search(line):
        _refuse_double_keys(line)
    return message


def state_value(line: bytes) -> bytes:
    """The value of a STATE message as it was sent; empty for the empty state.

    Raises:
        LineError: If there is none.
    """
    try:
        value = bytes(msgspec.json.decode(line, type=State).value).strip()
    except msgspec.MsgspecError:
        raise LineError("a STATE message has no value") from None  # noqa: EM101, TRY003
    return b"" if re.fullmatch(rb"\{\s*\}|null", value) else value


def _keys(value: Any) -> int:  # noqa: ANN401 - any JSON value.
    if type(value) is dict:
        return len(value) + sum(map(_keys, value.values()))
    if type(value) is list:
        return sum(map(_keys, value))
    return 0


def _refuse_double_keys(line: bytes) -> None:
    def check(pairs: list[tuple[str, Any]]) -> None:
        if len({name for name, _ in pairs}) < len(pairs):
            raise LineError("an object has a key twice")  # noqa: EM101, TRY003 - as above.

    json.loads(line, object_pairs_hook=check)
