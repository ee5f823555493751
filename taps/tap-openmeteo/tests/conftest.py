"""A tap, a sandbox on loopback, and what the tap said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from typing_extensions import override

from tap_kit import testing
from tap_kit.clock import ManualClock
from tap_openmeteo.tap import TapOpenMeteo
from wv_sandbox.testing import serve

NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
NEW_YORK = {"name": "New York", "latitude": 40.78, "longitude": -73.97}
BERLIN = {"name": "Berlin", "latitude": 52.52, "longitude": 13.41}
SYDNEY = {"name": "Sydney", "latitude": -33.87, "longitude": 151.21}


@pytest.fixture(scope="module")
def served():
    """One server for a module; starting it costs more than most tests."""
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


def without(catalog: dict, columns: tuple[str, ...]) -> dict:
    """Deselect columns, as an operator does it in the catalog."""
    for stream in catalog["streams"]:
        for entry in stream["metadata"]:
            if entry["breadcrumb"][-1:] and entry["breadcrumb"][-1] in columns:
                entry["metadata"]["selected"] = False
    return catalog


@pytest.fixture
def make_tap(tmp_path, box, clock):
    """Make a tap that reads the given streams, or all, from the sandbox."""

    def make(
        *streams: str,
        state: dict | None = None,
        deselect: tuple[str, ...] = (),
        **config,
    ) -> TapOpenMeteo:
        settings = {
            "api_base_url": f"{box.url}/openmeteo",
            "api_key": "sandbox-professional",
            "cells": [NEW_YORK, BERLIN],
            "start_date": "2026-11-01",
            "state_dir": str(tmp_path / "state"),
        }
        chosen = {k: v for k, v in (settings | config).items() if v is not None}
        tap = TapOpenMeteo(config=chosen, state=state, clock=clock)
        if deselect:
            catalog = without(tap.catalog_dict, deselect)
            tap = TapOpenMeteo(config=chosen, state=state, catalog=catalog, clock=clock)
        for name, stream in tap.streams.items():
            stream.selected = not streams or name in {*streams, "connector_runs"}
        return tap

    return make


@pytest.fixture
def sync():
    """Run a tap and return what it wrote."""

    def run(tap: TapOpenMeteo) -> testing.Said:
        with testing.listen() as heard:
            tap.sync_all()
        return heard

    return run


@pytest.fixture
def fail():
    """Run a tap that must fail; return the error and what it wrote before."""

    def run(tap: TapOpenMeteo, kind: type[BaseException], match: str | None = None):
        with testing.listen() as heard, pytest.raises(kind, match=match) as caught:
            tap.sync_all()
        return caught.value, heard

    return run
