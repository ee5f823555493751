"""The columns that every record of our taps carries."""

from __future__ import annotations

from typing import Any

from singer_sdk import typing as th

WV_COLUMNS: tuple[th.Property[Any], ...] = (
    th.Property(
        "_wv_source",
        th.StringType(allowed_values=["api", "stub"]),
        required=True,
        description="`api`: the real source. `stub`: the embedded sandbox, not real.",
    ),
    th.Property(
        "_wv_connector",
        th.StringType,
        required=True,
        description="Name of the tap that read the record.",
    ),
    th.Property(
        "_wv_connector_version",
        th.StringType,
        required=True,
        description="Version of that tap.",
    ),
    th.Property(
        "_wv_run_id",
        th.StringType,
        required=True,
        description="The run that read the record; key of `connector_runs`.",
    ),
)


def columns(*properties: th.Property[Any]) -> dict[str, Any]:
    """Declare a stream's columns; ours come last.

    Returns:
        JSON Schema of one record.
    """
    return th.PropertiesList(*properties, *WV_COLUMNS).to_dict()
