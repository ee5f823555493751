"""The streams of tap-shopify-wv, in the order in which a run reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tap_shopify_wv.client import ShopifyStream

STREAM_TYPES: tuple[type[ShopifyStream], ...] = ()
