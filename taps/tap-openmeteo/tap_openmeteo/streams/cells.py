"""The cells themselves: what joins weather to orders and to its climatology."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from singer_sdk import typing as th
from typing_extensions import override

from tap_kit.columns import columns
from tap_kit.loop import RecordStream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context

    from tap_openmeteo.tap import TapOpenMeteo


class CellsStream(RecordStream):
    """One record a configured cell, each run. It asks nobody."""

    name = "cells"
    primary_keys = ("cell_id",)
    emit_activate_version_messages = False
    schema = columns(
        th.Property(
            "cell_id",
            th.StringType,
            required=True,
            description="Geohash of five characters: 4.9 km by 4.9 km at the equator.",
        ),
        th.Property("name", th.StringType, description="What the operator calls it."),
        th.Property(
            "latitude", th.NumberType, description="Latitude of the cell's centre [°]."
        ),
        th.Property(
            "longitude",
            th.NumberType,
            description="Longitude of the cell's centre [°].",
        ),
        th.Property(
            "timezone",
            th.StringType,
            description="IANA name; local days are built with it.",
        ),
        th.Property(
            "country_code", th.StringType, description="ISO 3166-1 alpha-2, if given."
        ),
        th.Property(
            "grid_cell_id",
            th.StringType,
            required=True,
            description="The nearest 0.25° grid point; key of its climatology.",
        ),
        th.Property(
            "grid_latitude",
            th.NumberType,
            description="Latitude of that grid point [°].",
        ),
        th.Property(
            "grid_longitude",
            th.NumberType,
            description="Longitude of that grid point [°].",
        ),
    )

    _tap: TapOpenMeteo

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        for cell in self._tap.cells:
            grid = cell.grid
            yield {
                "cell_id": cell.id,
                "name": cell.name,
                "latitude": cell.latitude,
                "longitude": cell.longitude,
                "timezone": cell.timezone,
                "country_code": cell.country_code,
                "grid_cell_id": grid.id,
                "grid_latitude": grid.latitude,
                "grid_longitude": grid.longitude,
            }
