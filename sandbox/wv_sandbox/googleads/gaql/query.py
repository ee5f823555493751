"""What a query says, after it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

Value: TypeAlias = str | int | float
"""A value of a condition: quoted text, a number, or a bare word as text."""
OMIT: Final = "omit_unselected_resource_names"
"""Parameter that keeps names of resources out that were not selected."""
_AD: Final = "ad_group_ad.ad."
"""The only resource inside of another one."""


@dataclass(frozen=True)
class Condition:
    """One condition; all must hold.

    Attributes:
        field: Path, e.g. `campaign.status`.
        operator: As the grammar writes it, in capitals, e.g. `NOT IN`, `IS NULL`.
        values: One for comparisons, two for `BETWEEN`, any number for lists, none for
            null checks.
    """

    field: str
    operator: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Order:
    """One field to order by."""

    field: str
    is_descending: bool = False


@dataclass(frozen=True)
class Query:
    """A query.

    Attributes:
        fields: What is selected, in order, each once.
        resource: From what; empty for queries about fields.
        conditions: All must hold.
        order: Fields to order by, the first first.
        limit: Rows at most; None for all.
        parameters: By name.
    """

    fields: tuple[str, ...]
    resource: str = ""
    conditions: tuple[Condition, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def named(self) -> tuple[str, ...]:
        """All fields that it names anywhere, each once."""
        conditions = (condition.field for condition in self.conditions)
        ordered = (order.field for order in self.order)
        return tuple(dict.fromkeys((*self.fields, *conditions, *ordered)))

    @property
    def sent(self) -> tuple[str, ...]:
        """What is answered: what is selected, and the names of all resources in it."""
        if self.parameters.get(OMIT) == "true":
            return self.fields
        heads = (path.partition(".")[0] for path in self.fields)
        named = [head for head in heads if head not in {"metrics", "segments"}]
        names = [f"{head}.resource_name" for head in (self.resource, *named)]
        if any(path.startswith(_AD) for path in self.fields):
            names.append(f"{_AD}resource_name")
        return tuple(dict.fromkeys((*names, *self.fields)))
