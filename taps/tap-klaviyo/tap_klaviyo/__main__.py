"""Run the tap: `python -m tap_klaviyo`."""

from __future__ import annotations

from tap_klaviyo.tap import TapKlaviyo

TapKlaviyo.cli()
