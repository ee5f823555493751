"""Run the tap: `python -m tap_openmeteo`."""

from __future__ import annotations

from tap_openmeteo.tap import TapOpenMeteo

TapOpenMeteo.cli()
