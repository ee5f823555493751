"""Run the tap: `python -m tap_metaads`."""

from __future__ import annotations

from tap_metaads.tap import TapMetaAds

TapMetaAds.cli()
