"""When a weather model last ran, from its metadata.

https://open-meteo.com/en/docs/model-updates
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tap_kit.errors import DataError
from tap_openmeteo.client import text
from tap_openmeteo.plans import MODEL_METADATA

if TYPE_CHECKING:
    from tap_openmeteo.client import OpenMeteoStream

SETTLED_AFTER = timedelta(minutes=10)
"""The servers do not agree at once that a run is there."""
_STEP = "check the setting with the model's name; if it is right, report this line"
_CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ModelRun:
    """One run of a model; instants in UTC, intervals [s]."""

    model: str
    issued_at: datetime
    modified_at: datetime
    available_at: datetime
    update_interval_seconds: int
    temporal_resolution_seconds: int | None = None

    def settled_at(self, now: datetime) -> datetime:
        """Say when the newest run began that every server has now."""
        if now - self.available_at >= SETTLED_AFTER:
            return self.issued_at
        return self.issued_at - timedelta(seconds=self.update_interval_seconds)

    def record(self) -> dict[str, Any]:
        """Return the run as a record of `model_runs`."""
        return {
            "model": self.model,
            "issued_at": text(self.issued_at),
            "modified_at": text(self.modified_at),
            "available_at": text(self.available_at),
            "update_interval_seconds": self.update_interval_seconds,
            "temporal_resolution_seconds": self.temporal_resolution_seconds,
        }


def newest_run(stream: OpenMeteoStream, model: str) -> ModelRun:
    """Ask for the metadata of a model, once a run of the tap.

    Raises:
        DataError: The metadata lack a time, or lie in the future.
    """
    known = stream.tap.model_runs
    if model not in known:
        # A static file: it costs a request, but no weight.
        body = stream.ask({}, path=MODEL_METADATA.path.format(model=model), cost=0.0)
        known[model] = parse_run(model, body, stream.tap.clock.now())
    return known[model]


def parse_run(model: str, body: object, now: datetime) -> ModelRun:
    """Read a model's metadata.

    Raises:
        DataError: They lack a time, or lie in the future.
    """
    if not isinstance(body, dict):
        raise _wrong(model, f"expected an object, got {type(body).__name__}")
    run = ModelRun(
        model,
        issued_at=_instant(model, body, "last_run_initialisation_time"),
        modified_at=_instant(model, body, "last_run_modification_time"),
        available_at=_instant(model, body, "last_run_availability_time"),
        update_interval_seconds=_seconds(model, body, "update_interval_seconds"),
        temporal_resolution_seconds=body.get("temporal_resolution_seconds"),
    )
    if run.issued_at > now + _CLOCK_SKEW:
        raise _wrong(model, f"a run of {text(run.issued_at)}, but now is {text(now)}")
    return run


def _instant(model: str, body: dict[str, Any], name: str) -> datetime:
    return datetime.fromtimestamp(_seconds(model, body, name), UTC)


def _seconds(model: str, body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(model, f"{name}: expected whole seconds, got {value!r}")
    return value


def _wrong(model: str, what: str) -> DataError:
    return DataError(what, where=f"metadata of model {model}", next_step=_STEP)
