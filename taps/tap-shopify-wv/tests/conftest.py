"""A tap that reads a shop of the sandbox."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tap_kit import testing
from tests.beside import load_beside

TOKEN = "shpat_sandbox_00000000000000000000"


load_beside(__file__, "tap_shopify", "bulk_shop", "paged_toys")


@pytest.fixture
def make_tap(tmp_path, box, clock, pii_key):  # noqa: ARG001 wanted for its effect
    """Make a tap that reads the given streams, or all, of a sandbox shop by pages."""
    # Here, because it declares every stream: tests of parts do without.
    from tap_shopify_wv.tap import TapShopify  # noqa: PLC0415

    def make(
        *streams: str, shop: str = "plain-200", state: dict | None = None, **config
    ) -> TapShopify:
        settings = {
            "shop_domain": f"{shop}.myshopify.com",
            "access_token": TOKEN,
            "api_base_url": f"{box.url}/shopify",
            "start_date": "2024-01-01",
            "state_dir": str(tmp_path / "state"),
            "bulk_mode": "never",
            "include_deleted": False,
            **config,
        }
        return testing.make_tap(TapShopify, settings, streams, state=state, clock=clock)

    return make


@pytest.fixture
def asked(box):
    """Return the GraphQL requests so far that hold a text: query and variables."""

    def found(text: str = "") -> list[tuple[str, dict[str, Any]]]:
        bodies = (json.loads(r.body) for r in box.requests if r.path.endswith(".json"))
        return [
            (body["query"], body.get("variables") or {})
            for body in bodies
            if text in body["query"]
        ]

    return found
