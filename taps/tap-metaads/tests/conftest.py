"""A tap that reads the sandbox's accounts, and sums of what it read."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from tap_kit import testing
from tap_metaads.tap import TapMetaAds
from wv_sandbox.metaads.access import APP_ID, APP_SECRET, SYSTEM_TOKEN
from wv_sandbox.metaads.accounts import DENIED, MAIN, SMALL


@pytest.fixture
def meta(box):
    """The sandbox's side of Meta: its tokens, limits and sizes."""
    return box.box.metaads


def tap_of(folder, box, clock, streams, state=None, **config) -> TapMetaAds:
    settings = {
        "access_token": SYSTEM_TOKEN,
        "account_ids": [MAIN.id],
        "start_date": "2026-11-08",
        "lookback_days": 3,
        "api_base_url": f"{box.url}/metaads",
        "state_dir": str(folder / "state"),
        **config,
    }
    return testing.make_tap(TapMetaAds, settings, streams, state=state, clock=clock)


@pytest.fixture
def make_tap(tmp_path, box, clock, pii_key):  # noqa: ARG001 wanted for its effect
    """Make a tap that reads the given streams, or all, from the sandbox."""

    def make(*streams: str, state: dict | None = None, **config) -> TapMetaAds:
        return tap_of(tmp_path, box, clock, streams, state, **config)

    return make


@pytest.fixture(scope="session")
def whole(served, now, tmp_path_factory):
    """What a run of all streams over two accounts said; nobody changes it."""
    served.reset(now)
    folder = tmp_path_factory.mktemp("whole")
    clock = testing.SharedClock(now, served.clock)
    accounts = {"account_ids": [MAIN.id, SMALL.id]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WV_PII_KEY", testing.PII_KEY)
        return testing.sync(tap_of(folder, served, clock, (), **accounts))


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
