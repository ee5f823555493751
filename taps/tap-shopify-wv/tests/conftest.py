"""A shop in the sandbox, a tap that reads it, and what the tap said."""

from __future__ import annotations

import importlib.util
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from tap_kit import testing
from tap_kit.clock import ManualClock
from tap_shopify_wv.settings import PII_KEY
from wv_sandbox.testing import serve

NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
TOKEN = "shpat_sandbox_00000000000000000000"
KEY = "9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a"


def _load(name: str) -> None:
    """Load a helper that lies beside this file: tests are no package.

    Tests import what they need of it from `tap_shopify_tests_<name>`.
    """
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"tap_shopify_tests_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)


_load("bulk_shop")
_load("paged_toys")


@pytest.fixture(scope="session")
def served():
    """One server for all tests: its shops are made once."""
    with serve(seed=7, now=NOW) as box:
        yield box


@pytest.fixture
def box(served):
    """The sandbox at NOW, without faults, with an empty list of requests."""
    served.clock.set(NOW)
    served.faults.clear()
    served.box.requests.clear()
    yield served
    served.faults.clear()


class SharedClock(ManualClock):
    """Tap and sandbox see the same time; a wait of the one moves the other."""

    def __init__(self, box) -> None:
        super().__init__(NOW)
        self.box = box

    @override
    def advance(self, seconds: float) -> None:
        super().advance(seconds)
        self.box.clock.set(self.now())

    @override
    def set(self, now: datetime) -> None:
        super().set(now)
        self.box.clock.set(self.now())


@pytest.fixture
def clock(box):
    return SharedClock(box)


@pytest.fixture
def make_tap(tmp_path, box, clock, monkeypatch):
    """Make a tap that reads the given streams, or all, of a sandbox shop by pages."""
    # Here, because it declares every stream: tests of parts do without.
    from tap_shopify_wv.tap import TapShopify  # noqa: PLC0415

    monkeypatch.setenv(PII_KEY, KEY)

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
        }
        chosen = {k: v for k, v in (settings | config).items() if v is not None}
        tap = TapShopify(config=chosen, state=state, clock=clock)
        for name, stream in tap.streams.items():
            stream.selected = not streams or name in {*streams, "connector_runs"}
        return tap

    return make


@pytest.fixture
def sync():
    """Run a tap and return what it wrote."""

    def run(tap) -> testing.Said:
        with testing.listen() as heard:
            tap.sync_all()
        return heard

    return run


@pytest.fixture
def fail():
    """Run a tap that must fail; return the error and what it wrote before."""

    def run(tap, kind: type[BaseException], match: str | None = None):
        with testing.listen() as heard, pytest.raises(kind, match=match) as caught:
            tap.sync_all()
        return caught.value, heard

    return run


@pytest.fixture
def read(make_tap, sync):
    """Read one stream of a shop and return its records."""

    def run(stream: str, **options) -> list[dict[str, Any]]:
        return sync(make_tap(stream, **options)).records(stream)

    return run


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
