"""A served sandbox, and how to ask it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests

from wv_sandbox.klaviyo.service import KEY
from wv_sandbox.shopify.tokens import STATIC_TOKEN
from wv_sandbox.testing import Served, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)
SHARED_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@dataclass
class Client:
    """Asks the Open-Meteo hosts of a sandbox, as a Professional customer or free."""

    box: Served

    def url(self, host: str, path: str = "/v1/forecast") -> str:
        return f"{self.box.url}/openmeteo/{host}{path}"

    def get(self, host: str, path: str = "/v1/forecast", **parameters: object):
        return requests.get(
            self.url(f"customer-{host}", path),
            params=parameters,
            headers={"X-Api-Key": "sandbox"},
            timeout=30,
        )

    def free(self, host: str, path: str = "/v1/forecast", **parameters: object):
        return requests.get(self.url(host, path), params=parameters, timeout=30)

    def json(self, host: str, path: str = "/v1/forecast", **parameters: object) -> Any:
        answer = self.get(host, path, **parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def archive(self, **parameters: object) -> Any:
        return self.json("archive-api", "/v1/archive", **parameters)

    def reason(
        self, host: str, path: str = "/v1/forecast", **parameters: object
    ) -> str:
        answer = self.get(host, path, **parameters)
        assert answer.status_code == 400
        body = answer.json()
        assert body["error"] is True
        return body["reason"]


RUN_BULK = """
mutation ($query: String!, $grouped: Boolean! = false) {
  bulkOperationRunQuery(query: $query, groupObjects: $grouped) {
    bulkOperation { id status objectCount rootObjectCount fileSize url query }
    userErrors { field message code }
  }
}
"""
POLL_BULK = """
query ($id: ID!) {
  bulkOperation(id: $id) {
    status errorCode objectCount rootObjectCount fileSize url partialDataUrl
    createdAt completedAt type
  }
}
"""


@dataclass
class ShopClient:
    """Asks one shop of a sandbox."""

    box: Served
    label: str = "plain-300"
    token: str = STATIC_TOKEN
    version: str = "2026-10"

    @property
    def url(self) -> str:
        return f"{self.box.url}/shopify/{self.label}/admin"

    def post(self, query: str, /, **variables: object):
        return requests.post(
            f"{self.url}/api/{self.version}/graphql.json",
            json={"query": query, "variables": variables},
            headers={"X-Shopify-Access-Token": self.token},
            timeout=30,
        )

    def ask(self, query: str, /, **variables: object) -> Any:
        answer = self.post(query, **variables)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def data(self, query: str, /, **variables: object) -> Any:
        answer = self.ask(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def error(self, query: str, /, **variables: object) -> Any:
        (error,) = self.ask(query, **variables)["errors"]
        return error

    def run_bulk(self, query: str, /, **variables: object) -> Any:
        return self.data(RUN_BULK, query=query, **variables)["bulkOperationRunQuery"]

    def start_bulk(self, query: str, /, **variables: object) -> str:
        """Start an operation and give its id."""
        answer = self.run_bulk(query, **variables)
        assert answer["userErrors"] == []
        return answer["bulkOperation"]["id"]

    def poll_bulk(self, gid: str, seconds: float = 0.0) -> Any:
        self.box.clock.advance(seconds)
        return self.data(POLL_BULK, id=gid)["bulkOperation"]

    def bulk(self, query: str, /, **variables: object) -> Any:
        """Run an operation to its end, or for an hour of sandbox time."""
        gid = self.start_bulk(query, **variables)
        for _ in range(240):
            told = self.poll_bulk(gid, 15)
            if told["status"] not in {"CREATED", "RUNNING"}:
                break
        return told

    def lines(self, url: str) -> list[dict[str, Any]]:
        """Read the file of an operation."""
        answer = requests.get(url, timeout=30)
        assert answer.status_code == 200
        return [json.loads(line) for line in answer.text.splitlines()]

    def grant(self, **asked: str):
        return requests.post(f"{self.url}/oauth/access_token", json=asked, timeout=30)


@dataclass
class KlaviyoClient:
    """Asks the account of a sandbox."""

    box: Served
    headers = {"Authorization": f"Klaviyo-API-Key {KEY}", "revision": "2026-07-15"}

    @property
    def url(self) -> str:
        return f"{self.box.url}/klaviyo/a"

    def get(self, path: str, **parameters: str):
        url = self.url + path
        return requests.get(url, params=parameters, headers=self.headers, timeout=30)

    def post(self, path: str, kind: str, **attributes: object):
        body = {"data": {"type": kind, "attributes": attributes}}
        url = self.url + path
        return requests.post(url, json=body, headers=self.headers, timeout=30)

    def walk(self, path: str, **parameters: str) -> list[dict[str, Any]]:
        body = self.get(path, **parameters).json()
        found = body["data"]
        while following := body["links"].get("next"):
            body = requests.get(following, headers=self.headers, timeout=30).json()
            found += body["data"]
        return found


@pytest.fixture
def klaviyo(changing: Client) -> KlaviyoClient:
    """Klaviyo as new for each test."""
    changing.box.reset(NOW)
    return KlaviyoClient(changing.box)


@pytest.fixture(scope="session")
def shared() -> Iterator[Client]:
    """A sandbox for questions that change nothing."""
    with serve(seed=7, now=NOW) as box:
        yield Client(box)


@pytest.fixture(scope="session")
def changing() -> Iterator[Client]:
    with serve(seed=7, now=NOW) as box:
        yield Client(box)


@pytest.fixture
def client(changing: Client) -> Client:
    """A sandbox as new for each test that spends, breaks or moves something."""
    changing.box.reset(NOW)
    return changing


@pytest.fixture
def shop(changing: Client) -> ShopClient:
    """A shop of 300 orders, in a sandbox as new."""
    changing.box.reset(NOW)
    return ShopClient(changing.box)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real data beside the repository."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"needs the real data in {SHARED_DATA}")
    return SHARED_DATA
