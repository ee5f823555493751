"""A tap, a sandbox on loopback, and what the tap said."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
import requests
from typing_extensions import override

from tap_googleads.errors import RULES
from tap_googleads.tap import TapGoogleAds
from tap_kit import testing
from tap_kit.clock import ManualClock
from tap_kit.errors import ApiError, classify
from wv_sandbox.googleads.accounts import MAIN, SMALL
from wv_sandbox.googleads.tokens import CLIENT, REFRESH_TOKEN
from wv_sandbox.testing import serve

NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
PII_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"


@pytest.fixture(scope="session")
def quiet() -> TapGoogleAds:
    """A tap that asks nobody anything."""
    return TapGoogleAds(config={"pii_mode": "keep"}, clock=ManualClock(NOW))


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


@pytest.fixture
def sync():
    """Run a tap and return what it wrote."""

    def run(tap: TapGoogleAds) -> testing.Said:
        with testing.listen() as heard:
            tap.sync_all()
        return heard

    return run


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
def make_fake(api, tmp_path):
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
        }
        chosen = {k: v for k, v in (settings | config).items() if v is not None}
        tap = TapGoogleAds(config=chosen, state=state, clock=ManualClock(NOW))
        tap.__dict__["api"] = api
        wanted = {*streams, *(f"{name}_windows" for name in streams)}
        for name, stream in tap.streams.items():
            stream.selected = name in {*wanted, "connector_runs"}
        return tap

    return make


@pytest.fixture
def fail():
    """Run a tap that must fail; return the error and what it wrote before."""

    def run(tap: TapGoogleAds, kind: type[BaseException], match: str | None = None):
        with testing.listen() as heard, pytest.raises(kind, match=match) as caught:
            tap.sync_all()
        return caught.value, heard

    return run


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


class SharedClock(ManualClock):
    """Tap and sandbox see the same time; a wait of the one moves the other."""

    def __init__(self, box) -> None:
        super().__init__(NOW)
        self.box = box

    @override
    def advance(self, seconds: float) -> None:
        super().advance(seconds)
        self.box.clock.set(self.now())


@pytest.fixture(scope="session")
def served():
    """One server for all tests; starting it costs more than most of them."""
    with serve(seed=7, now=NOW) as box:
        yield box


@pytest.fixture
def box(served):
    """The sandbox at NOW, as new."""
    served.reset(NOW)
    yield served
    served.reset(NOW)


def settings_of(box, folder) -> dict[str, Any]:
    """What lets a tap into the sandbox, as into the real API."""
    client_id, client_secret = CLIENT
    return {
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
    }


def made(box, folder, streams, config, state=None) -> TapGoogleAds:
    chosen = settings_of(box, folder) | config
    known = {name: value for name, value in chosen.items() if value is not None}
    tap = TapGoogleAds(config=known, state=state, clock=SharedClock(box))
    wanted = {*streams, *(f"{name}_windows" for name in streams)}
    for name, stream in tap.streams.items():
        stream.selected = not streams or name in {*wanted, "connector_runs"}
    return tap


@pytest.fixture
def make_tap(tmp_path, box):
    """Make a tap that reads the given streams, or all, from the sandbox."""

    def make(*streams: str, state: dict | None = None, **config) -> TapGoogleAds:
        return made(box, tmp_path, streams, config, state)

    return make


@pytest.fixture
def clock_of():
    """Return the clock of a tap."""

    def clock(tap: TapGoogleAds) -> ManualClock:
        assert isinstance(tap.clock, ManualClock)
        return tap.clock

    return clock


@pytest.fixture(scope="session")
def whole(served, tmp_path_factory) -> testing.Said:
    """All that a run says that reads every stream of two accounts once."""
    served.reset(NOW)
    config = {"customer_ids": [MAIN.id, SMALL.id]}
    tap = made(served, tmp_path_factory.mktemp("whole"), (), config)
    with testing.listen() as heard:
        tap.sync_all()
    return heard
