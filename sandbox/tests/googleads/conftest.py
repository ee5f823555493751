"""The Google Ads API of a sandbox, and how to ask it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import requests

from wv_sandbox.googleads.accounts import MAIN, MANAGER
from wv_sandbox.googleads.tokens import ACCESS_TOKEN

if TYPE_CHECKING:
    from wv_sandbox.testing import Served

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)


@dataclass
class Google:
    """Asks the accounts of a sandbox."""

    box: Served
    version: str = "v26"
    headers: dict[str, str] = field(
        default_factory=lambda: {
            "Authorization": f"Bearer {ACCESS_TOKEN}",
            "login-customer-id": MANAGER.id,
        }
    )

    @property
    def url(self) -> str:
        return f"{self.box.url}/googleads/googleads"

    def get(self, path: str):
        url = f"{self.url}/{self.version}/{path}"
        return requests.get(url, headers=self.headers, timeout=60)

    def post(self, path: str, body: object):
        url = f"{self.url}/{self.version}/{path}"
        return requests.post(url, json=body, headers=self.headers, timeout=60)

    def search(self, query: str, customer: str = MAIN.id, **body: object):
        path = f"customers/{customer}/googleAds:search"
        return self.post(path, {"query": query, **body})

    def page(self, query: str, customer: str = MAIN.id, **body: object) -> Any:
        answer = self.search(query, customer, **body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def rows(self, query: str, customer: str = MAIN.id) -> list[dict[str, Any]]:
        page = self.page(query, customer)
        found = page.get("results", [])
        while token := page.get("nextPageToken"):
            page = self.page(query, customer, pageToken=token)
            found += page["results"]
        return found

    def code(self, query: str, customer: str = MAIN.id, **body: object) -> str:
        """Give the code of the error that a query is refused with."""
        return code_of(self.search(query, customer, **body))

    def token(self, **form: str):
        url = f"{self.box.url}/googleads/oauth2/token"
        return requests.post(url, data=form, timeout=60)


def code_of(answer: requests.Response) -> str:
    """Give the code of an error, e.g. `queryError.UNRECOGNIZED_FIELD`."""
    assert answer.status_code >= 400, answer.text
    body = answer.json()
    told = (body[0] if isinstance(body, list) else body)["error"]
    (failure,) = told["details"][0]["errors"]
    ((family, name),) = failure["errorCode"].items()
    return f"{family}.{name}"


@pytest.fixture
def google(served) -> Google:
    """The API as new for each test."""
    served.reset(NOW)
    return Google(served)


@pytest.fixture(name="code_of")
def code_of_fixture():
    return code_of
