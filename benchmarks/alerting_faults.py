"""The public catalogue of column faults, on copies of clean batches.

Kinds and sizes are those of Auto-Validate-by-History (KDD 2023; its repository lists
29 set-ups for numbers, and casing and padding for texts besides); the code is ours.
Where a fault leaves a batch as it was, it is none and is left out.
"""

from __future__ import annotations

import string
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np

Value = float | str | None
Values = list[Any]
PARTS = (0.1, 0.5, 1.0)
SOME = (0.1, 0.5)


@dataclass(frozen=True, slots=True)
class Spoiler:
    """Spoils a batch of one column.

    Attributes:
        values: The batch.
        other: The same run's batch of another column of the same kind.
        chance: Where the randomness comes from.
    """

    values: Values
    other: Values
    chance: np.random.Generator

    def faults(self) -> Iterator[tuple[str, Values]]:
        """Every set-up that changes the batch, by name."""
        numeric = isinstance(self.values[0], float)
        kinds = self._of_numbers() if numeric else self._of_texts()
        for name, spoilt in (*self._of_all(), *kinds):
            if spoilt and spoilt != self.values:
                yield name, spoilt

    def _of_all(self) -> Iterator[tuple[str, Values]]:
        n = len(self.values)
        counts = Counter(self.values)
        ranked = sorted(self.values, key=lambda value: (-counts[value], value))
        for part in PARTS:
            yield f"another column {part:.0%}", self._some(part, self._foreign)
            yield f"missing {part:.0%}", self._some(part, lambda _: None)
        for times in (2, 10):
            yield f"rows x{times}", self.values * times
        for part in SOME:
            kept = self.chance.choice(n, int(n * part), replace=False)
            yield f"rows {part:.0%}", [self.values[i] for i in kept]
            yield f"most frequent {part:.0%}", ranked[: int(n * part)]
            yield f"least frequent {part:.0%}", ranked[n - int(n * part) :]

    def _of_numbers(self) -> Iterator[tuple[str, Values]]:
        for part in (0.1, 1.0):
            for factor in (10, 100, 1000):
                name = f"unit x{factor} {part:.0%}"
                yield name, self._some(part, lambda v, f=factor: v * f)
        for part in PARTS:
            yield f"digits changed {part:.0%}", self._each(self._changed, part, float)
        for part in SOME:
            yield f"digits added {part:.0%}", self._each(self._added, part, float)
            yield f"digits lost {part:.0%}", self._each(self._lost, part, _number)

    def _of_texts(self) -> Iterator[tuple[str, Values]]:
        for part in PARTS:
            yield f"capitals {part:.0%}", self._some(part, str.upper)
            yield f"small letters {part:.0%}", self._some(part, str.lower)
            yield f"space before {part:.0%}", self._some(part, lambda v: f" {v}")
            yield f"space behind {part:.0%}", self._some(part, lambda v: f"{v} ")
            yield f"letters changed {part:.0%}", self._each(self._changed, part, str)
        for part in SOME:
            yield f"letters added {part:.0%}", self._each(self._added, part, str)
            yield f"letters lost {part:.0%}", self._each(self._lost, part, str)

    def _some(self, part: float, spoil: Callable[[Any], Any]) -> Values:
        spoilt = list(self.values)
        chosen = int(len(spoilt) * part)
        for i in self.chance.choice(len(spoilt), chosen, replace=False):
            spoilt[i] = spoil(spoilt[i])
        return spoilt

    def _each(
        self,
        spoil: Callable[[str, float], str],
        part: float,
        read: Callable[[str], Any],
    ) -> Values:
        return [read(spoil(_text(value), part)) for value in self.values]

    def _foreign(self, _: Value) -> Value:
        return self.other[int(self.chance.integers(len(self.other)))]

    def _like(self, sign: str, *, first: bool = False) -> str:
        """A sign of the same kind; no zero in front of a number."""
        if sign.isdigit():
            signs = string.digits[1:] if first else string.digits
            return str(self.chance.choice([*signs]))
        return str(self.chance.choice([*string.ascii_letters]))

    def _changed(self, text: str, part: float) -> str:
        return "".join(
            self._like(sign, first=i == 0)
            if sign.isalnum() and self.chance.random() < part
            else sign
            for i, sign in enumerate(text)
        )

    def _added(self, text: str, part: float) -> str:
        return "".join(
            self._like(sign, first=True) + sign
            if sign.isalnum() and self.chance.random() < part
            else sign
            for sign in text
        )

    def _lost(self, text: str, part: float) -> str:
        return "".join(
            sign
            for sign in text
            if not (sign.isalnum() and self.chance.random() < part)
        )


def _text(value: Value) -> str:
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    return str(value)


def _number(text: str) -> float | None:
    """A number, or nothing where all digits went."""
    return float(text) if any(sign.isdigit() for sign in text) else None
