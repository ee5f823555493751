"""What a rule has to say about a dataset, and how bad it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from wv_transforms.finding import Severity


class Level(IntEnum):
    """How bad an alarm is; the greatest of many is what counts."""

    OK = 0
    WARNING = 1
    CRITICAL = 2

    @property
    def text(self) -> str:
        """Its name: ok, warning, critical."""
        return self.name.lower()

    @property
    def severity(self) -> Severity:
        """The severity that checks give the same: V1, V2, V3."""
        return (Severity.V1, Severity.V2, Severity.V3)[self]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a kind of alarm is about.

    Attributes:
        name: Its name.
        family: Alarms of one family on one dataset are one incident.
        exact: Whether it cannot err; a statistical alarm needs company or a second
            run before it is critical.
        teaches: Whether row counts of a run with such an alarm still say what is
            normal.
        next_step: What the reader should do.
    """

    name: str
    family: str
    exact: bool
    teaches: bool
    next_step: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """One rule that one dataset breaks.

    Attributes:
        rule: Which.
        dataset: Name of the raw table, e.g. `shopify_wv__orders`.
        level: How bad.
        message: What happened, for people; no datum of a person.
        column: The column, where it is about one.
        observed: What was measured.
        expected: What was to be expected.
        runs: Runs that say what is to be expected.
    """

    rule: Rule
    dataset: str
    level: Level
    message: str
    column: str = ""
    observed: float | None = None
    expected: float | None = None
    runs: int = 0

    @property
    def mark(self) -> str:
        """How a run's row remembers it: `rule`, or `rule:column`."""
        return f"{self.rule.name}:{self.column}" if self.column else self.rule.name


def _rule(
    name: str, family: str, next_step: str, *, exact: bool = True, teaches: bool = True
) -> Rule:
    return Rule(name, family, exact, teaches, next_step)


MISSING = _rule(
    "missing_dataset",
    "volume",
    "run its tap and the target; see `wv lake` for what is there",
    teaches=False,
)
ZERO_ROWS = _rule(
    "zero_rows",
    "volume",
    "look at the tap's log: does the source answer with nothing?",
    teaches=False,
)
ROW_DROP = _rule(
    "row_drop",
    "volume",
    "compare with the source; read the missing time again by start_date",
    exact=False,
    teaches=False,
)
ROW_SURGE = _rule(
    "row_surge",
    "volume",
    "look for a backfill, a replay, or a key that changed",
    exact=False,
    teaches=False,
)
SHRANK = _rule(
    "total_shrank",
    "volume",
    "see `wv lake history` for who removed rows; older versions still hold them",
    teaches=False,
)
NO_NEW_ROWS = _rule(
    "no_new_rows",
    "volume",
    "look whether the tap runs, and whether its state has stopped moving",
    exact=False,
    teaches=False,
)
FRESHNESS = _rule(
    "freshness", "freshness", "run the tap; if it ran, look at the source's own delay"
)
DUPLICATES = _rule(
    "duplicates",
    "identity",
    "see `wv lake fsck`; a key of the stream may not be one",
    teaches=False,
)
SCHEMA = _rule(
    "schema_change", "shape", "read the tap's changelog, then adapt sources/*.yml"
)
STUB = _rule(
    "stub_in_production",
    "origin",
    "set the tap's credentials, then remove the rows with _wv_source = 'stub'",
)
CLEAR_PII = _rule(
    "personal_data_in_clear",
    "privacy",
    "set pii_mode to hash or drop in the tap, then read the stream anew",
)
BOUNDS = _rule(
    "bounds", "values", "look at these rows: a unit, a sign or a sentinel is wrong"
)
NULLS = _rule(
    "null_rate",
    "values",
    "ask the source why the values are missing; a scope may be gone",
    exact=False,
)
UNIT = _rule(
    "unit_drift",
    "values",
    "compare a row with the source; correct the unit in the tap's settings",
    exact=False,
)
DRIFT = _rule(
    "column_drift",
    "values",
    "compare newest rows with older ones; has the source changed the column?",
    exact=False,
)
GEOCODED = _rule(
    "geocoded_ratio",
    "geocoding",
    "see the quarantine by reason; geocode the missing addresses",
    exact=False,
)

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        *(MISSING, ZERO_ROWS, ROW_DROP, ROW_SURGE, SHRANK, NO_NEW_ROWS, FRESHNESS),
        *(DUPLICATES, SCHEMA, STUB, CLEAR_PII, BOUNDS, NULLS, UNIT, DRIFT, GEOCODED),
    )
}
"""Every rule by its name."""
