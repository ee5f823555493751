"""What is measured of a column: one SQL aggregate for each statistic.

None can be moved by one or two wild rows; bounds are there for those. Chosen so that
each usual fault of a column moves at least one of them: units move the
magnitude, swaps the quantiles, lost digits the shares, padding the lengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from wv_transforms.sql import identifier

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(Enum):
    """How a statistic varies, and so how it is compared."""

    SHARE = "share"
    """A share of rows, 0 to 1; counting rows brings a binomial error."""
    SCALE = "scale"
    """Above 0 and compared by ratio: spreads, lengths."""
    LEVEL = "level"
    """Any number, compared by difference."""
    PLACE = "place"
    """A place among the column's values, compared by difference; differences that are
    small beside the column's breadth do not matter."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """One number about a column.

    Attributes:
        name: Its name.
        kind: How it varies.
        sql: An aggregate; `{c}` stands for the column.
        says: What a change of it means, for people.
        grows: Whether it changes with the number of rows alone.
    """

    name: str
    kind: Kind
    sql: str
    says: str
    grows: bool = False


def _share(name: str, condition: str, says: str) -> Statistic:
    held = f"count(*) FILTER (WHERE {condition})"
    known = "count({c})"
    return Statistic(
        name, Kind.SHARE, f"{held} / nullif({known}, 0)::DOUBLE", f"share of {says}"
    )


NULLS = Statistic(
    "null_share",
    Kind.SHARE,
    "(count(*) - count({c})) / nullif(count(*), 0)::DOUBLE",
    "share of missing values",
)
DISTINCT = Statistic(
    "distinct_share",
    Kind.SHARE,
    "count(DISTINCT {c}) / nullif(count({c}), 0)::DOUBLE",
    "share of different values",
    grows=True,
)
TOP = Statistic(
    "top_share",
    Kind.SHARE,
    "coalesce(list_max(map_values(histogram({c}))), 0) / nullif(count({c}), 0)::DOUBLE",
    "share of the most frequent value",
)


FIFTHS = 5
_SOUND = "FILTER (WHERE {c} <> 0 AND isfinite({c}::DOUBLE))"
_POINTS = 10


def _part(values: str, part: int) -> str:
    """The mean of a fifth of some values, in their order.

    Smooth where a single quantile would jump between frequent values; the outermost
    hundredths are left out, so that no single value moves it.
    """
    first = (part - 1) / FIFTHS + 0.01
    points = (first + 0.18 * i / (_POINTS - 1) for i in range(_POINTS))
    listed = ", ".join(f"{point:.2f}" for point in points)
    return f"list_avg(quantile_cont({values}, [{listed}]))"


def _fifth(part: int) -> Statistic:
    sql = _part("{c}::DOUBLE", part)
    return Statistic(f"fifth_{part}", Kind.PLACE, sql, f"mean of fifth {part} of 5")


NUMBER: tuple[Statistic, ...] = (
    NULLS,
    DISTINCT,
    TOP,
    _share("zero_share", "{c} = 0", "zeros"),
    _share("negative_share", "{c} < 0", "negative values"),
    _share("whole_share", "{c}::DOUBLE = round({c}::DOUBLE)", "whole numbers"),
    _share(
        "tenth_share",
        "abs({c}::DOUBLE * 10 - round({c}::DOUBLE * 10)) < 1e-6",
        "values with at most one decimal",
    ),
    _share(
        "hundredth_share",
        "abs({c}::DOUBLE * 100 - round({c}::DOUBLE * 100)) < 1e-5",
        "values with at most two decimals",
    ),
    *map(_fifth, range(1, FIFTHS + 1)),
    Statistic(
        "magnitude",
        Kind.LEVEL,
        f"avg(log10(abs({{c}}::DOUBLE))) {_SOUND}",
        "mean magnitude, in powers of ten",
    ),
    Statistic(
        "magnitude_deviation",
        Kind.SCALE,
        f"stddev_samp(log10(abs({{c}}::DOUBLE))) {_SOUND}",
        "spread of the magnitude, in powers of ten",
    ),
)

TEXT: tuple[Statistic, ...] = (
    NULLS,
    DISTINCT,
    TOP,
    _share("upper_share", "{c} = upper({c}) AND {c} <> lower({c})", "capitals only"),
    _share("lower_share", "{c} = lower({c}) AND {c} <> upper({c})", "small letters"),
    _share("mixed_share", "{c} <> lower({c}) AND {c} <> upper({c})", "mixed case"),
    _share("padded_share", "{c} <> trim({c})", "values with spaces around"),
    _share("digit_share", "regexp_matches({c}, '[0-9]')", "values with a digit"),
    _share("blank_share", "trim({c}) = ''", "blank values"),
    _share(
        "symbol_share",
        "regexp_matches({c}, '[^A-Za-z0-9 ]')",
        "values with a character that is no letter, digit or space",
    ),
    Statistic(
        "capitals",
        Kind.LEVEL,
        "avg(length(regexp_replace({c}, '[^A-Z]', '', 'g')))",
        "mean number of capitals",
    ),
    Statistic("length", Kind.SCALE, "avg(length({c}))", "mean length"),
    Statistic("shorter", Kind.LEVEL, _part("length({c})", 1), "length of the shortest"),
    Statistic(
        "longer", Kind.LEVEL, _part("length({c})", FIFTHS), "length of the longest"
    ),
)

BOOLEAN: tuple[Statistic, ...] = (NULLS, _share("true_share", "{c}", "true values"))
OTHER: tuple[Statistic, ...] = (NULLS, DISTINCT)

KNOWN: Mapping[str, Statistic] = {
    statistic.name: statistic for statistic in (*NUMBER, *TEXT, *BOOLEAN, *OTHER)
}
"""Every statistic by its name."""

_NUMBERS = ("INT", "DOUBLE", "FLOAT", "DECIMAL")


def statistics_of(kind: str) -> tuple[Statistic, ...]:
    """The statistics that fit a column.

    Args:
        kind: Its type as DuckDB calls it, e.g. `DECIMAL(38,6)`.
    """
    if kind.endswith("[]") or kind.startswith(("STRUCT", "MAP")):
        return (NULLS,)
    if any(name in kind for name in _NUMBERS):
        return NUMBER
    return {"VARCHAR": TEXT, "BOOLEAN": BOOLEAN}.get(kind, OTHER)


def aggregates(column: str, kind: str) -> dict[str, str]:
    """The SQL of each statistic of a column, by the statistic's name.

    Args:
        column: The column's name.
        kind: Its type as DuckDB calls it.
    """
    quoted = identifier(column)
    # Not str.format: a column may be called `{x}`.
    return {s.name: s.sql.replace("{c}", quoted) for s in statistics_of(kind)}
