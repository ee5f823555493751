"""What a rule of a contract, or a check, has to say about a table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is. V2 and V3 keep a candidate from being promoted."""

    V1 = "V1"
    """Worth a look."""
    V2 = "V2"
    """Numbers would mislead."""
    V3 = "V3"
    """Harm: leakage, personal data, a broken contract."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule and the number of rows that break it; none where it holds.

    Attributes:
        rule: Name of the rule, e.g. `temp_c.minimum` or a check's name.
        model: The table it looked at.
        count: Rows that break it [count].
        severity: How bad that is.
        next_step: What the reader should do.
        column: The column it is about; None where it is about whole rows.
    """

    rule: str
    model: str
    count: int
    severity: Severity
    next_step: str
    column: str | None = None

    @property
    def holds(self) -> bool:
        """Whether no row breaks it."""
        return self.count == 0

    @property
    def fails(self) -> bool:
        """Whether it keeps the candidate from being promoted."""
        return not self.holds and self.severity is not Severity.V1

    def __str__(self) -> str:
        rows = "row" if self.count == 1 else "rows"
        return (
            f"[{self.severity}] rule {self.rule} of {self.model}: {self.count} {rows}. "
            f"Next: {self.next_step}"
        )
