"""A tap that reads the sandbox's accounts, or answers by a script."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import msgspec
import pytest
import requests

from tap_googleads.errors import RULES
from tap_googleads.tap import TapGoogleAds
from tap_kit import testing
from tap_kit.clock import ManualClock
from tap_kit.errors import ApiError, classify
from wv_sandbox.googleads.accounts import MAIN, SMALL
from wv_sandbox.googleads.tokens import CLIENT, REFRESH_TOKEN


@pytest.fixture(scope="session")
def quiet(now) -> TapGoogleAds:
    """A tap that asks nobody anything."""
    return TapGoogleAds(config={"pii_mode": "keep"}, clock=ManualClock(now))


@pytest.fixture
def stream(quiet):
    """Return a stream by its name."""
    return quiet.streams.__getitem__


@pytest.fixture
def record(stream):
    """Make a record of a row as Google's JSON has it."""
    decode = msgspec.json.Decoder(float_hook=Decimal).decode

    def made(name: str, row: dict[str, Any]) -> dict[str, Any]:
        return stream(name).record(decode(json.dumps(row)))

    return made


class FakeApi:
    """Answers queries by a script, where the sandbox is more than a test needs."""

    def __init__(self) -> None:
        self.answers: list[tuple[str, Any]] = []
        self.asked: list[tuple[str, str, str]] = []
        self.clients = [client("1000000001")]

    def on(self, part: str, *answers: Any) -> None:
        """Answer queries that hold some words, in turn; the last answer stays."""
        self.answers.append((part, list(answers)))

    def accessible(self) -> list[str]:
        return ["9000000001"]

    def validate(self, account, query: str) -> None:
        list(self._answer("validate", account, query))

    def stream(self, account, query: str):
        yield from self._answer("stream", account, query)

    def search(self, account, query: str):
        if "FROM customer_client" in query and "descriptive_name" not in query:
            yield from ({"customerClient": found} for found in self.clients)
            return
        yield from self._answer("search", account, query)

    def queries(self, method: str = "search") -> list[str]:
        return [query for how, _, query in self.asked if how == method]

    def _answer(self, method: str, account, query: str):
        self.asked.append((method, account.id, query))
        for part, answers in self.answers:
            if part in query or part in {method, f"{method} {account.id}"}:
                found = answers.pop(0) if len(answers) > 1 else answers[0]
                if isinstance(found, Exception):
                    raise found
                yield from found
                return


def client(number: str, **more: Any) -> dict[str, Any]:
    """One row of a manager's clients."""
    return {
        "id": number,
        "currencyCode": "USD",
        "timeZone": "America/New_York",
        "manager": False,
        "status": "ENABLED",
        **more,
    }


@pytest.fixture
def api() -> FakeApi:
    return FakeApi()


@pytest.fixture
def make_fake(api, tmp_path, now):
    """Make a tap that reads the given streams from a script."""

    def make(*streams: str, state: dict | None = None, **config) -> TapGoogleAds:
        settings = {
            "refresh_token": "1//canary",
            "client_id": "c",
            "client_secret": "GOCSPX-canary",
            "start_date": "2026-11-01",
            "lookback_days": 14,
            "pii_mode": "drop",
            "state_dir": str(tmp_path),
            **config,
        }
        tap = testing.make_tap(
            TapGoogleAds, settings, streams, state=state, clock=ManualClock(now)
        )
        tap.__dict__["api"] = api
        return tap

    return make


@pytest.fixture
def refused():
    """Make an error as the table makes it of an answer."""

    def made(kind: type[ApiError], code: str = "", words: str = "no") -> ApiError:
        response = requests.Response()
        response.status_code = 400
        family, _, name = code.partition(".")
        listed = [{"errorCode": {family: name}, "message": words}]
        body = {"error": {"details": [{"errors": listed}]}}
        response._content = json.dumps(body).encode()
        response.url = "https://googleads.googleapis.com/v26"
        error = kind(words, where="there", response=response)
        error.rule = classify(RULES, response)
        return error

    return made


@pytest.fixture
def one_client():
    """Make a row of a manager's clients."""
    return client


# ---------- the sandbox


def tap_of(folder, box, clock, streams, state=None, **config) -> TapGoogleAds:
    client_id, client_secret = CLIENT
    settings = {
        "api_base_url": f"{box.url}/googleads",
        "client_id": client_id,
        "client_secret": client_secret,
        "refresh_token": REFRESH_TOKEN,
        "customer_ids": [MAIN.id],
        "start_date": "2026-11-10",
        "lookback_days": 14,
        "max_requests_per_second": 1000,
        "pii_mode": "drop",
        "state_dir": str(folder),
        **config,
    }
    return testing.make_tap(TapGoogleAds, settings, streams, state=state, clock=clock)


@pytest.fixture
def make_tap(tmp_path, box, now):
    """Make a tap that reads the given streams, or all, from the sandbox."""

    def make(*streams: str, state: dict | None = None, **config) -> TapGoogleAds:
        clock = testing.SharedClock(now, box.clock)
        return tap_of(tmp_path, box, clock, streams, state, **config)

    return make


@pytest.fixture
def clock_of():
    """Return the clock of a tap."""

    def clock(tap: TapGoogleAds) -> ManualClock:
        assert isinstance(tap.clock, ManualClock)
        return tap.clock

    return clock


@pytest.fixture(scope="session")
def whole(served, now, tmp_path_factory) -> testing.Said:
    """All that a run says that reads every stream of two accounts once."""
    served.reset(now)
    folder = tmp_path_factory.mktemp("whole")
    clock = testing.SharedClock(now, served.clock)
    accounts = {"customer_ids": [MAIN.id, SMALL.id]}
    return testing.sync(tap_of(folder, served, clock, (), **accounts))
