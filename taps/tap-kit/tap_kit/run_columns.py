"""The columns of `connector_runs`: what a run tells the lake about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class RunColumn(NamedTuple):
    """One column of `connector_runs`: name, JSON Schema type, description with unit."""

    name: str
    schema: Mapping[str, Any]
    description: str


_TEXT = {"type": ["string", "null"]}
_COUNT = {"type": "integer"}
_NUMBER = {"type": "number"}
_INSTANT = {"type": ["string", "null"], "format": "date-time"}
_ASKED = (
    RunColumn("requests", _COUNT, "HTTP requests sent, retries included [count]."),
    RunColumn("retries", _COUNT, "Requests sent again after an error [count]."),
    RunColumn("waits", _COUNT, "Times it waited for a budget or a server [count]."),
    RunColumn("wait_seconds", _NUMBER, "Time spent in these waits [s]."),
    RunColumn("throttles", _COUNT, "Answers that told us to slow down [count]."),
    RunColumn("calls", _NUMBER, "Cost in the vendor's own unit, e.g. weighted calls."),
)
_SET_ASIDE = RunColumn("quarantines", _COUNT, "Records or requests set aside [count].")
_OF_A_STREAM = (
    RunColumn(
        "stream", {"type": "string"}, "Its name; empty: not while a stream was read."
    ),
    RunColumn("rows", _COUNT, "Records written [count]."),
    *_ASKED,
    _SET_ASIDE,
)
_ROWS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            column.name: {**column.schema, "description": column.description}
            for column in _OF_A_STREAM
        },
    },
}
_METRICS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "Name of the metric."},
            "value": {"type": ["number", "null"], "description": "Its value [1]."},
        },
    },
}

RUN_COLUMNS = (
    RunColumn("run_id", {"type": "string"}, "Id of the run; key of this stream."),
    RunColumn("correlation_id", _TEXT, "Id shared by all that one order set going."),
    RunColumn("connector", _TEXT, "Name of the connector, e.g. tap-openmeteo."),
    RunColumn("connector_version", _TEXT, "Version of the connector."),
    RunColumn("started_at", _INSTANT, "Start of the run [UTC]."),
    RunColumn("finished_at", _INSTANT, "End of the run [UTC]; null while it runs."),
    RunColumn("duration_seconds", _NUMBER, "How long it ran or has been running [s]."),
    RunColumn(
        "success",
        {"type": ["boolean", "null"]},
        "Whether it ended with exit code 0; null while it runs.",
    ),
    RunColumn(
        "exit_code",
        {"type": ["integer", "null"]},
        "0 ok, 1 unexpected, 2 settings, 3 auth, 4 gave up waiting (resumable), "
        "5 data, 6 partial, 7 storage, 130 interrupted; null while it runs.",
    ),
    RunColumn("error_class", _TEXT, "Class of the error that ended it; null if none."),
    *_ASKED,
    RunColumn("rows", _COUNT, "Records written, this one not counted [count]."),
    RunColumn("rows_by_stream", _ROWS, "The same by stream, in their order."),
    _SET_ASIDE,
    RunColumn("metrics", _METRICS, "What this connector measures beside that."),
    RunColumn(
        "checkpoint", _TEXT, "How far its streams have come; null if it does not say."
    ),
)
"""Every column that `RunReport.record` returns, in its order."""
