"""Which days a model that declares `incremental:` has to compute anew.

```yaml
incremental:
  column: local_date       # a day or an instant of the model's rows, never null
  lookback_days: 7         # a row of a day rests on inputs of up to so many days before
  lookahead_days: 0        # and after it
  inputs:                  # the tables that are read by day, and the column of the day
    raw.openmeteo__weather_hourly_observed: time
```
Days are UTC days of the columns as they are; what a time zone moves belongs into
lookback and lookahead. A table that is not named here is read whole, and a change of it
computes the model whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from wv_transforms.column_types import ColumnType
from wv_transforms.columns import reject_unknown_keys
from wv_transforms.errors import ProjectError
from wv_transforms.sql import identifier, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from wv_transforms.columns import Column

DATED = frozenset({ColumnType.DATE, ColumnType.TIMESTAMP})
_KEYS = {"column", "lookback_days", "lookahead_days", "inputs"}


@dataclass(frozen=True, slots=True)
class Window:
    """Days from one to another, both of them included."""

    first: date
    last: date

    def widened(self, before: int, after: int) -> Window:
        """The window with some days more on each side [d]."""
        return Window(
            self.first - timedelta(days=before), self.last + timedelta(days=after)
        )

    def united(self, other: Window | None) -> Window:
        """The smallest window that holds both."""
        if other is None:
            return self
        return Window(min(self.first, other.first), max(self.last, other.last))

    def where(self, column: Column) -> str:
        """The condition that a row's day lies in it, so that files can be left out."""
        name = identifier(column.name)
        end = self.last + timedelta(days=1)
        first, after = (_literal(day, column.type) for day in (self.first, end))
        return f"{name} >= {first} AND {name} < {after}"

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class Incremental:
    """What a model declares about its days.

    Attributes:
        column: The column of its rows' day.
        lookback_days: Days before it on which a row rests [d].
        lookahead_days: Days after it on which a row rests [d].
        inputs: The tables that are read by day, and the column of their day.
    """

    column: str
    lookback_days: int
    lookahead_days: int
    inputs: Mapping[str, str]

    @classmethod
    def of(cls, spec: Mapping[str, Any], columns: Sequence[Column], path: Path) -> Self:
        """Read the declaration.

        Raises:
            ProjectError: If a part is missing, or the column has no day or may be null.
        """
        reject_unknown_keys(spec, _KEYS, path)
        wrong = _wrong(spec, columns)
        if wrong:
            raise ProjectError(
                what=f"incremental {wrong}.",
                where=str(path),
                next_step="correct it, or leave incremental out",
            )
        days = (spec["lookback_days"], spec["lookahead_days"])
        return cls(spec["column"], *days, dict(spec["inputs"]))

    def rows_of(self, changed: Window) -> Window:
        """The days whose rows may differ when inputs of some days have changed."""
        return changed.widened(self.lookahead_days, self.lookback_days)

    def inputs_of(self, rows: Window) -> Window:
        """The days of the inputs on which the rows of some days rest."""
        return rows.widened(self.lookback_days, self.lookahead_days)


def day_of(value: date | datetime) -> date:
    """The UTC day of a date or an instant."""
    return value.date() if isinstance(value, datetime) else value


def _literal(day: date, kind: ColumnType) -> str:
    """A bare text, which each engine reads as the column it is compared with."""
    time = "T00:00:00Z" if kind is ColumnType.TIMESTAMP else ""
    return text(f"{day.isoformat()}{time}")


def _wrong(spec: Mapping[str, Any], columns: Sequence[Column]) -> str | None:
    missing = sorted(_KEYS - set(spec))
    if missing:
        return f"lacks {', '.join(missing)}"
    dated = [c.name for c in columns if c.type in DATED and c.required]
    if spec["column"] not in dated:
        listed = ", ".join(dated) or "none"
        return f"names no required date or timestamp; there are: {listed}"
    days = (spec["lookback_days"], spec["lookahead_days"])
    if not spec["inputs"] or any(type(day) is not int or day < 0 for day in days):
        return "needs inputs, and whole days that are not negative"
    return None
