"""Columns read from a JSON answer: name, type, place and privacy, said once.

A path is dotted, from the resource on: `attributes.send_time`. A stream declares its
columns by these functions; schema and reader come from the declaration.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
from singer_sdk import typing as th

from tap_kit.columns import columns as kit_columns
from tap_kit.pii import PiiMode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tap_kit.pii import Pseudonymizer

DECIMAL: dict[str, Any] = {
    "type": ["string"],
    "format": "singer.decimal",
    "precision": 38,
    "scale": 6,
}
"""A number whose digits all count: text here, exact in the lake."""
_DIGITS = re.compile(r"-?[0-9]{1,38}")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of a stream.

    Args:
        declared: Its name, type and description.
        path: Where its value lies; empty when the stream itself gives it.
        read: Makes the value of what lies there; as it is if None. Raises ValueError,
            and is never asked about null.
        pii: What personal datum it is (`email`, `name`, …), treated by `pii_mode`.
        free_text: People write here what they like: null unless `pii_mode` is keep.
    """

    declared: th.Property[Any]
    path: str
    read: Callable[[Any], Any] | None = None
    pii: str | None = None
    free_text: bool = False

    @property
    def name(self) -> str:
        """The column's name."""
        return str(self.declared.name)


class FieldSchema(dict[str, Any]):
    """The JSON Schema of a record that remembers the fields it was made of."""

    def __init__(self, declared: Sequence[Field]) -> None:
        super().__init__(kit_columns(*(field.declared for field in declared)))
        self.fields = tuple(declared)


def fields(*declared: Field) -> FieldSchema:
    """Declare a stream's columns; the kit's come last."""
    return FieldSchema(declared)


class FieldReader:
    """Reads records from resources.

    Args:
        schema: The stream's columns.
        people: Treats personal data.
    """

    def __init__(self, schema: FieldSchema, people: Pseudonymizer) -> None:
        self._people = people
        self._keeps = people.mode is PiiMode.KEEP
        self._read = [
            (field.name, tuple(field.path.split(".")), field.read, field)
            for field in schema.fields
            if field.path
        ]

    def record(self, resource: Mapping[str, Any]) -> dict[str, Any]:
        """Read one record; what is not there is null.

        Raises:
            ValueError: A value is not what its column is declared to be; the message
                names the column and holds no value.
        """
        record: dict[str, Any] = {}
        for name, path, read, field in self._read:
            node: Any = resource
            for step in path:
                node = node.get(step) if isinstance(node, dict) else None
                if node is None:
                    break
            if node is not None and read is not None:
                try:
                    node = read(node)
                except (ArithmeticError, TypeError, ValueError) as error:
                    msg = f"column {name}: {_reason(error)}"
                    raise ValueError(msg) from error
            if node is not None and (field.pii or field.free_text):
                node = self._treated(node, field)
            record[name] = node
        return record

    def _treated(self, value: Any, field: Field) -> Any:  # noqa: ANN401 - any JSON value.
        if field.pii:
            return self._people.value(field.pii, str(value))
        return value if self._keeps else None


# ---------- kinds


def text(  # noqa: PLR0913 - one argument a fact.
    name: str,
    path: str,
    description: str,
    *,
    required: bool = False,
    pii: str | None = None,
    free_text: bool = False,
) -> Field:
    """Words, as they come; a number becomes its digits."""
    if pii:
        description += " A pseudonym when `pii_mode` is hash, null when it is drop."
    if free_text:
        description += " Null unless `pii_mode` is keep."
    return _field(
        name,
        th.StringType,
        path,
        description,
        read=_words,
        required=required,
        pii=pii,
        free_text=free_text,
    )


def key(name: str, path: str, description: str) -> Field:
    """An id that is never null."""
    return text(name, path, description, required=True)


def boolean(name: str, path: str, description: str) -> Field:
    """True or false."""
    return _field(name, th.BooleanType, path, description)


def integer(name: str, path: str, description: str, unit: str = "1") -> Field:
    """A whole number with its unit, also where JSON has it as text (int64)."""
    return _field(name, th.IntegerType, path, _with(unit, description), read=_whole)


def number(name: str, path: str, description: str, unit: str) -> Field:
    """A measured number with its unit. Never money."""
    return _field(name, th.NumberType, path, _with(unit, description), read=float)


def decimal(
    name: str, path: str, description: str, unit: str, *, scale: int = 6
) -> Field:
    """Money, or another number whose digits all count; `unit` names its currency."""
    kind = th.CustomType({**DECIMAL, "scale": scale})
    return _field(name, kind, path, _with(unit, description), read=_exact)


def instant(name: str, path: str, description: str, *, required: bool = False) -> Field:
    """An instant [UTC], ISO 8601."""
    described = _with("UTC", description)
    return _field(name, th.DateTimeType, path, described, required=required)


def day(name: str, path: str, description: str, *, required: bool = False) -> Field:
    """A calendar day."""
    return _field(name, th.DateType, path, description, required=required)


def texts(name: str, path: str, description: str) -> Field:
    """A list of words."""
    return _field(name, th.ArrayType(th.StringType), path, description)


def ids(name: str, path: str, description: str) -> Field:
    """The ids of related resources, in their order."""
    kind = th.ArrayType(th.StringType)
    return _field(name, kind, path, description, read=_ids)


def json_text(
    name: str, path: str, description: str, *, free_text: bool = False
) -> Field:
    """Whatever lies there, kept as JSON text with sorted keys."""
    if free_text:
        description += " Null unless `pii_mode` is keep."
    return _field(
        name, th.StringType, path, description, read=_json, free_text=free_text
    )


def _field(  # noqa: PLR0913 - one argument a fact.
    name: str,
    kind: Any,  # noqa: ANN401 - a type helper, or its class.
    path: str,
    description: str,
    *,
    read: Callable[[Any], Any] | None = None,
    required: bool = False,
    pii: str | None = None,
    free_text: bool = False,
) -> Field:
    declared = th.Property(name, kind, required=required, description=description)
    return Field(declared=declared, path=path, read=read, pii=pii, free_text=free_text)


def _reason(error: Exception) -> str:
    """Say why; words that are not ours may quote the value."""
    own = type(error) is ValueError and str(error).startswith("a ")
    return str(error) if own else "the value is of another kind than declared"


def _with(unit: str, description: str) -> str:
    return f"{description.rstrip('.')} [{unit}]."


def _words(value: Any) -> str:  # noqa: ANN401 - any JSON value.
    if isinstance(value, str):
        return value
    if isinstance(value, bool | list | dict):
        msg = f"a {type(value).__name__} is no text"
        raise ValueError(msg)  # noqa: TRY004 - the data is wrong, not the caller.
    return str(value)


def _whole(value: Any) -> int:  # noqa: ANN401 - any JSON value.
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    if isinstance(value, bool) or int(value) != value:
        msg = f"a {type(value).__name__} is no whole number"
        raise ValueError(msg)
    return int(value)


def _exact(value: Any) -> str:  # noqa: ANN401 - any JSON value.
    if isinstance(value, bool | float) or not Decimal(value).is_finite():
        msg = f"a {type(value).__name__} may have lost digits"
        raise ValueError(msg)
    return format(Decimal(value), "f")


def _ids(value: Any) -> list[str]:  # noqa: ANN401 - any JSON value.
    return [str(link["id"]) for link in value]


def _json(value: Any) -> str:  # noqa: ANN401 - any JSON value.
    return msgspec.json.encode(value, order="sorted").decode()
