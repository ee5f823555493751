"""What a run saw of one dataset, as a row of `dq_runs`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wv_transforms.quality.alarm import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Observation:
    """One dataset in one run.

    Attributes:
        run_id: The build.
        measured_at: When (UTC).
        dataset: Name of the raw table.
        version: Its Delta version; None where the table is missing.
        rows_total: Rows it holds, deleted ones included.
        rows_new: Rows written since the run before; None in the first run.
        periods: Usual times between runs that have passed since the run before.
        sequence: The greatest `_sdc_sequence`; None where there is none.
        newest_at: The newest time of the column that tells of freshness.
        duplicates: Keys that are there more than once.
        stub_rows: Rows from the sandbox.
        api_rows: Rows from a real API.
        columns: Type of each column.
        out_of_bounds: New rows out of bounds, by column.
        in_clear: Rows in which a regulated column is no pseudonym, by column.
        alarms: Marks of the alarms raised.
    """

    run_id: str
    measured_at: datetime
    dataset: str
    version: int | None = None
    rows_total: int = 0
    rows_new: int | None = None
    periods: int = 1
    sequence: int | None = None
    newest_at: datetime | None = None
    duplicates: int = 0
    stub_rows: int = 0
    api_rows: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    out_of_bounds: Mapping[str, int] = field(default_factory=dict)
    in_clear: Mapping[str, int] = field(default_factory=dict)
    alarms: tuple[str, ...] = ()

    @property
    def teaches_counts(self) -> bool:
        """Whether its row count says what is normal."""
        return all(RULES[mark.partition(":")[0]].teaches for mark in self.alarms)

    def alarmed(self, column: str) -> bool:
        """Whether it raised an alarm on a column, whose values then teach nothing."""
        return any(mark.partition(":")[2] == column for mark in self.alarms)
