"""A tap, a sandbox on loopback, and what the tap said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from typing_extensions import override

from tap_kit import testing
from tap_kit.clock import ManualClock
from tap_klaviyo.tap import TapKlaviyo
from wv_sandbox.klaviyo.service import KEY
from wv_sandbox.testing import serve

NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
SEED = 7
PII_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"


@pytest.fixture(scope="session")
def served():
    """One server for all tests; starting it costs more than most of them."""
    with serve(seed=SEED, now=NOW) as box:
        yield box


@pytest.fixture
def box(served):
    """The sandbox at NOW, as new."""
    served.reset(NOW)
    yield served
    served.reset(NOW)


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
    """Make a tap that reads the given streams, or all, from the sandbox."""
    monkeypatch.setenv("WV_PII_KEY", PII_KEY)

    def make(*streams: str, state: dict | None = None, **config) -> TapKlaviyo:
        settings = {
            "api_base_url": f"{box.url}/klaviyo",
            "api_key": KEY,
            "start_date": "2026-11-01",
            "state_dir": str(tmp_path / "state"),
        }
        chosen = {k: v for k, v in (settings | config).items() if v is not None}
        tap = TapKlaviyo(config=chosen, state=state, clock=clock)
        for name, stream in tap.streams.items():
            stream.selected = not streams or name in {*streams, "connector_runs"}
        return tap

    return make


@pytest.fixture
def sync():
    """Run a tap and return what it wrote."""

    def run(tap: TapKlaviyo) -> testing.Said:
        with testing.listen() as heard:
            tap.sync_all()
        return heard

    return run


@pytest.fixture
def fail():
    """Run a tap that must fail; return the error and what it wrote before."""

    def run(tap: TapKlaviyo, kind: type[BaseException], match: str | None = None):
        with testing.listen() as heard, pytest.raises(kind, match=match) as caught:
            tap.sync_all()
        return caught.value, heard

    return run


@pytest.fixture
def read(make_tap, sync):
    """Read one stream and return its records."""

    def records(stream: str, **config) -> list[dict[str, Any]]:
        return sync(make_tap(stream, **config)).records(stream)

    return records


@pytest.fixture
def asked(box):
    """The queries of the requests so far whose path ends as told, decoded."""

    def queries(end: str) -> list[dict[str, str]]:
        return [r.query for r in box.requests if r.path.endswith(end)]

    return queries
