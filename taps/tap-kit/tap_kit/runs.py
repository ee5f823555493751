"""What the run did, as the last record of every tap.

So the health of our connectors reaches the lake by the same pipe as their data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from singer_sdk import typing as th
from typing_extensions import override

from tap_kit.columns import columns
from tap_kit.loop import RecordStream
from tap_kit.run_columns import RUN_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context
    from singer_sdk.singerlib import Catalog


class ConnectorRunsStream(RecordStream):
    """One record a run, also when it failed."""

    name = "connector_runs"
    primary_keys = ("run_id",)
    schema = columns(
        *(
            th.Property(
                column.name,
                th.CustomType(dict(column.schema)),
                required=column.name == "run_id",
                description=column.description,
            )
            for column in RUN_COLUMNS
        )
    )

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        self.tap.finish()
        yield self.tap.report.record()

    @override
    def apply_catalog(self, catalog: Catalog) -> None:
        """Stay selected where a catalog has never heard of this stream."""
        if catalog.get_stream(self.name):
            super().apply_catalog(catalog)
