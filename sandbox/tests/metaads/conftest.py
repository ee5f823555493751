"""A served Graph API, and how to ask it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import requests

from wv_sandbox.metaads.access import SYSTEM_TOKEN
from wv_sandbox.metaads.accounts import MAIN

if TYPE_CHECKING:
    from wv_sandbox.testing import Served

NOW = datetime(2026, 11, 15, 18, tzinfo=UTC)


@dataclass
class GraphClient:
    """Asks the accounts of a sandbox."""

    box: Served
    token: str = SYSTEM_TOKEN
    version: str = "v26.0"
    account: str = f"act_{MAIN.id}"

    def url(self, path: str) -> str:
        return f"{self.box.url}/metaads/graph/{self.version}/{path}"

    def send(self, path: str, method: str = "GET", **parameters: Any):
        told = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in parameters.items()
        }
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        place = {"data" if method == "POST" else "params": told}
        return requests.request(
            method, self.url(path), headers=headers, timeout=60, **place
        )

    def get(self, path: str, **parameters: Any) -> Any:
        answer = self.send(path, **parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, **parameters: Any) -> Any:
        answer = self.send(path, "POST", **parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def list(self, edge: str, **parameters: Any) -> Any:
        """Read the first page of an edge of the account."""
        return self.get(f"{self.account}/{edge}", **parameters)["data"]

    def refused(self, path: str, method: str = "GET", **parameters: Any) -> Any:
        """Ask, and give the error's code and subcode, and its words."""
        error = self.send(path, method, **parameters).json()["error"]
        return (error["code"], error.get("error_subcode")), error["message"]

    def walk(self, path: str, **parameters: Any) -> Any:
        """Read all pages, by the links that answers give."""
        body = self.get(path, **parameters)
        found = body["data"]
        while following := body.get("paging", {}).get("next"):
            body = requests.get(following, timeout=60).json()
            found += body["data"]
        return found

    def rows(self, first: str, last: str, **parameters: Any) -> Any:
        """Read rows of insights of some days, day by day, whatever their number."""
        asked = {
            "time_range": {"since": first, "until": last},
            "time_increment": "1",
            "limit": "1000",
            **parameters,
        }
        return self.walk(f"{self.account}/insights", **asked)


@pytest.fixture
def graph(served: Served) -> GraphClient:
    """The accounts as new for each test."""
    served.reset(NOW)
    return GraphClient(served)
