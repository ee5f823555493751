"""Columns that several weather streams have in common, with their units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from singer_sdk import typing as th

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tap_openmeteo.variables import Variable

CELL = th.Property(
    "cell_id",
    th.StringType,
    required=True,
    description="Geohash of five characters; key of `cells`.",
)
TIME = th.Property(
    "time",
    th.DateTimeType,
    required=True,
    description="The hour's label [UTC]: sums and extremes are of the hour before it, "
    "all else is of the instant.",
)
MODEL = th.Property(
    "model",
    th.StringType,
    required=True,
    description="Weather model as asked for; values of two models do not compare.",
)
ISSUED_AT = th.Property(
    "issued_at",
    th.DateTimeType,
    required=True,
    description="When the model run began [UTC].",
)
AS_OF = th.Property(
    "as_of",
    th.DateTimeType,
    required=True,
    description="Since when the value could be known [UTC]; a decision before it must "
    "not use it.",
)
GRID = (
    th.Property(
        "grid_latitude",
        th.NumberType,
        description="Latitude of the model's grid cell that answered [°].",
    ),
    th.Property(
        "grid_longitude",
        th.NumberType,
        description="Longitude of the model's grid cell that answered [°].",
    ),
    th.Property(
        "elevation",
        th.NumberType,
        description="Height above sea level that the values stand for [m].",
    ),
)


def of(variables: Iterable[Variable]) -> list[th.Property[Any]]:
    """Return the variables as columns."""
    return [variable.column for variable in variables]
