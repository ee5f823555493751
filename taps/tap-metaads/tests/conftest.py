"""A tap, a sandbox on loopback, and what the tap said."""

from __future__ import annotations

import copy
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from typing_extensions import override

from tap_kit import testing
from tap_kit.clock import ManualClock
from tap_metaads.tap import TapMetaAds
from wv_sandbox.metaads.access import APP_ID, APP_SECRET, SYSTEM_TOKEN
from wv_sandbox.metaads.accounts import DENIED, MAIN, SMALL
from wv_sandbox.testing import serve

NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
SEED = 7
PII_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
SETTINGS = {
    "access_token": SYSTEM_TOKEN,
    "account_ids": [MAIN.id],
    "start_date": "2026-11-08",
    "lookback_days": 3,
}


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


@pytest.fixture
def meta(box):
    """The sandbox's side of Meta: its tokens, limits and sizes."""
    return box.box.metaads


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


def tap_of(folder, box, clock, streams, state=None, **config) -> TapMetaAds:
    settings = SETTINGS | {
        "api_base_url": f"{box.url}/metaads",
        "state_dir": str(folder / "state"),
    }
    chosen = {k: v for k, v in (settings | config).items() if v is not None}
    tap = TapMetaAds(config=chosen, state=copy.deepcopy(state), clock=clock)
    wanted = {*streams, *(f"{name}_windows" for name in streams), "connector_runs"}
    for name, stream in tap.streams.items():
        stream.selected = not streams or name in wanted
    return tap


@pytest.fixture
def make_tap(tmp_path, box, clock, monkeypatch):
    """Make a tap that reads the given streams, or all, from the sandbox."""
    monkeypatch.setenv("WV_PII_KEY", PII_KEY)

    def make(*streams: str, state: dict | None = None, **config) -> TapMetaAds:
        return tap_of(tmp_path, box, clock, streams, state, **config)

    return make


@pytest.fixture(scope="session")
def whole(served, tmp_path_factory):
    """What a run of all streams over two accounts said; nobody changes it."""
    served.reset(NOW)
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WV_PII_KEY", PII_KEY)
        tap = tap_of(
            folder, served, SharedClock(served), (), account_ids=[MAIN.id, SMALL.id]
        )
        with testing.listen() as heard:
            tap.sync_all()
    return heard


def run(tap: TapMetaAds) -> testing.Said:
    with testing.listen() as heard:
        tap.sync_all()
    return heard


@pytest.fixture
def sync():
    """Run a tap and return what it wrote."""
    return run


@pytest.fixture
def fail():
    """Run a tap that must fail; return the error and what it wrote before."""

    def failing(tap: TapMetaAds, kind: type[BaseException], match: str | None = None):
        with testing.listen() as heard, pytest.raises(kind, match=match) as caught:
            tap.sync_all()
        return caught.value, heard

    return failing


@pytest.fixture
def read(make_tap, sync):
    """Read one stream and return its records."""

    def records(stream: str, **config) -> list[dict[str, Any]]:
        return sync(make_tap(stream, **config)).records(stream)

    return records


@pytest.fixture
def asked(box):
    """The parameters of the requests so far whose path ends as told."""

    def queries(end: str) -> list[dict[str, str]]:
        return [r.query for r in box.requests if r.path.endswith(end)]

    return queries


@pytest.fixture
def app():
    """The settings of the sandbox's app."""
    return {"app_id": APP_ID, "app_secret": APP_SECRET}


@pytest.fixture
def ids():
    """The sandbox's accounts by what they are."""
    return {"main": MAIN.id, "small": SMALL.id, "denied": DENIED.id}


@pytest.fixture
def total():
    """Sum figures by account and day."""

    def of(rows: list[dict[str, Any]], name: str) -> dict[tuple[str, str], Decimal]:
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for row in rows:
            sums[row["account_id"], row["date_start"]] += Decimal(row[name] or 0)
        return dict(sums)

    return of


@pytest.fixture
def actions(total):
    """Sum one kind of action by account and day."""

    def of(rows: list[dict[str, Any]], kind: str, metric: str = "actions"):
        chosen = [
            row
            for row in rows
            if (row["metric_name"], row["action_type"], row["attribution_window"])
            == (metric, kind, "default")
        ]
        return total(chosen, "value")

    return of
