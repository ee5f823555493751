"""When the models ran: what dates our forecasts, and tells when they are late.

https://open-meteo.com/en/docs/model-updates
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from singer_sdk import typing as th
from typing_extensions import override

from tap_kit.columns import columns
from tap_kit.planning import Reading
from tap_openmeteo import plans
from tap_openmeteo.client import OpenMeteoStream
from tap_openmeteo.columns import ISSUED_AT
from tap_openmeteo.model_run import newest_run
from tap_openmeteo.through import INSTANTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context


class ModelRunsStream(OpenMeteoStream):
    """One record a model and run, as seen when it was the newest."""

    name = "model_runs"
    primary_keys = ("model", "issued_at")
    endpoint = plans.MODEL_METADATA
    positions = INSTANTS
    schema = columns(
        th.Property(
            "model",
            th.StringType,
            required=True,
            description="Name of the model in the server's metadata.",
        ),
        ISSUED_AT,
        th.Property(
            "modified_at",
            th.DateTimeType,
            description="When the download of the run was converted [UTC].",
        ),
        th.Property(
            "available_at",
            th.DateTimeType,
            description="When the server that answered had the run [UTC].",
        ),
        th.Property(
            "update_interval_seconds",
            th.IntegerType,
            description="From one run to the next [s].",
        ),
        th.Property(
            "temporal_resolution_seconds",
            th.IntegerType,
            description="Step of the model's own output [s].",
        ),
    )

    @override
    def reading(self) -> Reading:
        requests = len(self.config["run_models"])
        return Reading(stream=self.name, requests=requests, is_least=False)

    @override
    def try_out(self) -> object:
        return newest_run(self, self.config["run_models"][0])

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        for model in self.config["run_models"]:
            run = newest_run(self, model)
            seen = self.through.get(model)
            if seen is None or seen < run.issued_at:
                yield run.record()
                self.through.advance([model], run.issued_at)
