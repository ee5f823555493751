"""What a metric is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from wv_transforms.sql import identifier

if TYPE_CHECKING:
    from collections.abc import Sequence


class NullRule(StrEnum):
    """What a metric is where there is nothing to compute it from."""

    UNKNOWN = "unknown"
    """Null: no rows, or a denominator of 0."""
    ZERO = "zero"
    """0: nothing happened."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A number with one definition.

    Attributes:
        key: What code calls it.
        name: What people call it.
        description: What it says.
        model: The table it is computed from.
        expression: SQL over the columns of that table.
        grain: Columns it may be grouped by.
        unit: Its unit; `1` for a share or a bare number.
        null_rule: What it is on no rows.
        owner: Who answers for it.
    """

    key: str
    name: str
    description: str
    model: str
    expression: str
    grain: tuple[str, ...]
    unit: str
    null_rule: NullRule
    owner: str

    def sql(self, by: Sequence[str] = ()) -> str:
        """The SELECT that computes it.

        Args:
            by: Columns of its grain to group by; one number over all rows without.

        Raises:
            ValueError: If a column is not of its grain.
        """
        strangers = sorted(set(by) - set(self.grain))
        if strangers:
            message = f"{self.key} cannot be told by {', '.join(strangers)}"
            raise ValueError(message)
        columns = [identifier(name) for name in by]
        told = [*columns, f"{self.expression} AS {identifier(self.key)}"]
        rows = f"SELECT {', '.join(told)} FROM {identifier(self.model)}"  # noqa: S608 - the project's own text, linted.
        return f"{rows} GROUP BY {', '.join(columns)}" if columns else rows
