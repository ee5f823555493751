"""Run the tap: `python -m tap_shopify_wv`."""

from __future__ import annotations

from tap_shopify_wv.tap import TapShopify

TapShopify.cli()
