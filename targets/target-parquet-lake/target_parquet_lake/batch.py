"""Records to Arrow: typed, exact, and one row a key.

Values are converted as they arrive, so a wrong one is refused with its record and a
commit never fails on data. The columns are plain lists until the commit asks for Arrow.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from target_parquet_lake.casts import MAX_DIGITS, adapt, json_text
from target_parquet_lake.errors import DataError
from target_parquet_lake.types import (
    INT,
    JSON,
    TEXT,
    LakeType,
    ListOf,
    Struct,
    arrow_schema,
    arrow_type,
    decimal,
    with_type,
)
from target_parquet_lake.values import (
    UNDECLARED,
    MisfitError,
    WrongValueError,
    converter,
)

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence


class Batch:
    """Rows of one stream that wait for their commit.

    Args:
        kind: The stream's row type, columns by the source's names.
        keys: Key columns; with keys, the last record of a key replaces the ones before
            it.
        notes: Counts what was altered within what is documented.
        agree: Raises `DataError` where the columns may not become what a value asks
            for; that record is refused then.
    """

    def __init__(
        self,
        kind: Struct,
        keys: Sequence[str],
        notes: Counter[str],
        agree: Callable[[Struct], object] | None = None,
    ) -> None:
        self.kind = kind
        self._agree = agree
        self._keys = tuple(keys)
        self._notes = notes
        self._values: dict[str, list[Any]] = {c.name: [] for c in kind.columns}
        self._convert = {c.name: converter(c.type, c.name, notes) for c in kind.columns}
        self._rows: dict[tuple[Any, ...], int] = {}
        self._dead: dict[tuple[Any, ...], int] = {}
        self._flags: list[bool | None] = []
        self.rows = 0
        self.records = 0

    def add(self, record: dict[str, Any], *, dead: bool = False) -> bool:
        """Add a record.

        Args:
            record: The record, by the source's names.
            dead: Whether it is a tombstone, which stands beside its row.

        Returns:
            Whether it replaced an earlier record of the same key.

        Raises:
            DataError: If a value is not of its declared type, or a key is null. The
                batch is as it was then.
        """
        row = {name: self._value(name, record.get(name)) for name in self._values}
        for name in record.keys() - self._values.keys():
            if record[name] is not None:
                self._notes[f"{name}: {UNDECLARED}"] += 1
        key = tuple(row[name] for name in self._keys)
        if None in key:
            raise DataError(
                what="A key column is null.",
                where=f"column {self._keys[key.index(None)]}",
                next_step=(
                    "correct the tap, or name other key_properties for the stream"
                ),
            )
        self.records += 1
        return self._place(row, key, dead=dead)

    def table(self) -> pa.Table:
        """The rows as Arrow, columns by the source's names."""
        arrays = [
            pa.array(self._values[c.name], arrow_type(c.type))
            for c in self.kind.columns
        ]
        return pa.Table.from_arrays(arrays, schema=arrow_schema(self.kind))

    def _place(self, row: dict[str, Any], key: tuple[Any, ...], *, dead: bool) -> bool:
        self._forget(key, dead=dead)
        known = self._dead if dead else self._rows
        place = known.setdefault(key, self.rows) if key else self.rows
        if place < self.rows:
            for name, value in row.items():
                self._values[name][place] = value
            return True
        for name, value in row.items():
            self._values[name].append(value)
        self._flags.append(dead)
        self.rows += 1
        return False

    def _forget(self, key: tuple[Any, ...], *, dead: bool) -> None:
        """Let a tombstone count no more whose row has come again."""
        buried = None if dead else self._dead.pop(key, None)
        if buried is not None:
            self._flags[buried] = None

    def _value(self, name: str, value: Any) -> Any:  # noqa: ANN401 - any JSON value.
        if value is None:
            return None
        while True:
            try:
                return self._convert[name](value)
            except MisfitError:
                self._widen(name, value)
            except WrongValueError as error:
                raise DataError(
                    what=f"A value is not {error}, as its schema declares.",
                    where=f"column {name}",
                    next_step="correct the tap's schema or value, or map the column",
                ) from None

    def _widen(self, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON value.
        """Give a column a type that holds the value, and its rows so far with it.

        Raises:
            DataError: If the column may not have it.
        """
        have = self.kind.by_name()[name].type
        wide = _wider(have, value)
        kind = with_type(self.kind, name, wide)
        if self._agree is not None:
            self._agree(kind)
        self.kind = kind
        self._convert[name] = converter(wide, name, self._notes)
        if wide == TEXT:
            self._convert[name] = _number_text
        self._values[name] = [adapt(v, have, wide) for v in self._values[name]]
        if name in self._keys:
            self._rows, self._dead = self._places(dead=False), self._places(dead=True)

    def _places(self, *, dead: bool) -> dict[tuple[Any, ...], int]:
        keys = zip(*(self._values[key] for key in self._keys), strict=True)
        return {key: i for i, key in enumerate(keys) if self._flags[i] is dead}


def _wider(have: LakeType, value: Any) -> LakeType:  # noqa: ANN401 - any JSON value.
    """The type that a misfit asks for: decimal for long integers, else text or JSON."""
    if isinstance(have, Struct | ListOf):
        return JSON
    if have == INT and isinstance(value, int) and abs(value) < 10**MAX_DIGITS:
        return decimal(MAX_DIGITS, 0)
    return TEXT


def _number_text(value: Any) -> str:  # noqa: ANN401 - any JSON value.
    if isinstance(value, str):
        return value
    if type(value) not in {int, Decimal}:
        raise WrongValueError(expected="a number")
    return json_text(value)
