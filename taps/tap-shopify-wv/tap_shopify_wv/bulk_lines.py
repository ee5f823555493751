"""What a line of a bulk file says of itself: id, parent, and when it was changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, cast

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

PARENT = "__parentId"
_Aware = Annotated[datetime, msgspec.Meta(tz=True)]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Head(msgspec.Struct):
    """The three things that place a line; all else is left undecoded."""

    id: str | None = None
    parent: str | None = msgspec.field(name=PARENT, default=None)
    at: _Aware | None = None


def microseconds(instant: datetime | None) -> int | None:
    """Return an instant as [µs since 1970]."""
    return None if instant is None else (instant - _EPOCH) // _MICROSECOND


def head_reader(order_by: str | None) -> Callable[[bytes], Head]:
    """Make the function that reads the head of a line.

    Args:
        order_by: Field of a root node that holds its instant; None if nothing does.

    The function raises ValueError when a line is no JSON object, when a root node lacks
    id or instant, or one of the three is of another kind.
    """
    instant = msgspec.field(name=order_by or "__noInstant", default=None)
    kind = cast(
        "type[Head]",
        msgspec.defstruct("Line", [("at", _Aware | None, instant)], bases=(Head,)),
    )
    decode = msgspec.json.Decoder(kind).decode

    def read(line: bytes) -> Head:
        try:
            head = decode(line)
        except msgspec.ValidationError:
            raise
        except msgspec.DecodeError:
            head = msgspec.convert(json.loads(line), kind)
        if head.parent is None and (head.id is None or (order_by and head.at is None)):
            msg = f"a root node needs id and {order_by or 'nothing else'}"
            raise ValueError(msg)
        return head

    return read


def read_node(line: bytes) -> dict[str, Any]:
    """Read a whole line, without its parent.

    Half a surrogate pair in a text is JSON to the standard, but not to msgspec: such a
    line takes the slower reader.

    Args:
        line: One of which the head has been read: it is a JSON object.
    """
    try:
        node: dict[str, Any] = msgspec.json.decode(line)
    except msgspec.DecodeError:
        node = json.loads(line)
    node.pop(PARENT, None)
    return node
