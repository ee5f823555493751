"""The faults that only Open-Meteo has."""

from __future__ import annotations

from wv_sandbox.faults import Kinds
from wv_sandbox.openmeteo import recordings
from wv_sandbox.openmeteo.damage import DAMAGES
from wv_sandbox.openmeteo.limits import LIMIT_REASONS

KINDS = Kinds(
    options={
        "status": frozenset({"limit"}),
        "recorded": frozenset({"name"}),
        "stream_failure": frozenset({"share", "words"}),
        **{kind: damage.options for kind, damage in DAMAGES.items()},
    },
    choices={
        "status": (200, 400, 401, 403, 404, 429, 500, 502, 503),
        "limit": tuple(LIMIT_REASONS),
        "name": tuple(recordings.names()),
    },
)
"""Kinds, and the options that take only certain values."""
