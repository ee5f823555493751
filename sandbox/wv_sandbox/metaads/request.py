"""A request to the Graph API: its path, its parameters, its token."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from wv_sandbox.metaads.errors import GraphError, invalid
from wv_sandbox.metaads.rows import ROWS

if TYPE_CHECKING:
    from wv_sandbox.exchange import Exchange
    from wv_sandbox.faults import Fault

DEFAULT_LIMIT = 25
_LINKED_OUT = frozenset({"access_token", "appsecret_proof", "after", "before"})
"""Parameters that links do not repeat as they were sent."""


@dataclass(frozen=True)
class Request:
    """What is asked.

    Attributes:
        method: GET or POST.
        version: Of the API, as answered.
        path: Path behind the version, without slashes at its ends.
        address: Of the request, without its query; links begin with it.
        parameters: Of the query and of the body, as they were sent.
        token: Of the header or of the parameters; empty if there is none.
        fault: What is to go wrong.
    """

    method: str
    version: str
    path: str
    address: str
    parameters: dict[str, Any] = field(default_factory=dict)
    token: str = ""
    fault: Fault | None = None

    def text(self, name: str) -> str:
        """Give a parameter as text; empty if it is not there."""
        value = self.parameters.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def value(self, name: str) -> Any:  # noqa: ANN401 - any JSON value.
        """Give a parameter that is JSON, or a plain word; None if it is not there."""
        value = self.parameters.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        if value[0] not in "[{":
            return value
        try:
            return json.loads(value)
        except ValueError:
            words = f"Param {name} must be valid JSON"
            raise invalid(words, name) from None

    def words(self, name: str) -> list[str]:
        """Give a parameter that lists words: JSON, or parted by commas.

        Raises:
            GraphError: It holds something else.
        """
        value = self.value(name)
        if value is None:
            return []
        if isinstance(value, str):
            return [word.strip() for word in value.split(",") if word.strip()]
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return value
        words = f"Param {name} must be an array"
        raise invalid(words, name)

    def limit(self, highest: int) -> int:
        """Give how many things a page may hold.

        Raises:
            GraphError: It is no number from 1 to the highest.
        """
        text = self.text("limit") or str(DEFAULT_LIMIT)
        if not text.isdecimal() or not 1 <= int(text) <= highest:
            words = f"Param limit must be a number from 1 to {highest}"
            raise invalid(words, "limit")
        return int(text)

    def link(self, **place: str) -> str:
        """Give the address of another page; as the real one does, with the token."""
        kept = {
            name: self.text(name) for name in self.parameters if name not in _LINKED_OUT
        }
        return (
            f"{self.address}?{urlencode({'access_token': self.token, **kept, **place})}"
        )


def read(exchange: Exchange, version: str, path: str) -> Request:
    """Read a request.

    Raises:
        GraphError: The body is not what it says it is.
    """
    parameters: dict[str, Any] = dict(parse_qsl(exchange.query, keep_blank_values=True))
    parameters |= _body(exchange)
    kind, _, secret = exchange.headers.get("authorization", "").partition(" ")
    if kind.lower() not in {"bearer", "oauth"}:
        secret = str(parameters.get("access_token", ""))
    host = exchange.headers["host"]
    return Request(
        method=exchange.method,
        version=version,
        path=path.strip("/"),
        address=f"http://{host}{exchange.path}",
        parameters=parameters,
        token=secret.strip(),
        fault=exchange.fault,
    )


def _body(exchange: Exchange) -> dict[str, Any]:
    if exchange.method != "POST" or not exchange.body:
        return {}
    try:
        if "json" not in exchange.headers.get("content-type", ""):
            return dict(parse_qsl(exchange.body.decode(), keep_blank_values=True))
        body = json.loads(exchange.body)
    except ValueError:
        raise GraphError(ROWS["100"], "(#100) The body cannot be read") from None
    return body if isinstance(body, dict) else {}
