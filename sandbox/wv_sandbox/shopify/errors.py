"""Errors of Shopify's server: HTTP refusals, and errors inside a GraphQL answer.

Statuses and codes: https://shopify.dev/docs/api/usage/response-codes
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from wv_sandbox.exchange import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Error = dict[str, Any]
"""One element of `errors`."""

_DOCS = "https://shopify.dev/api/usage/"
_BAD_TOKEN = (
    "[API] Invalid API key or access token (unrecognized login or wrong password)"  # noqa: S105  The server's words.
)
REASONS: Mapping[int, str] = {
    400: "Bad Request",
    401: _BAD_TOKEN,
    402: "Unavailable Shop",
    403: "[API] This action requires merchant approval for this scope.",
    404: "Not Found",
    423: "This shop is unavailable",
    429: "Exceeded 2 calls per second for api client."
    " Reduce request rates to resume uninterrupted service.",
    430: "Shopify Security Rejection",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    520: "Web server is returning an unknown error",
    530: "Origin DNS error",
    540: "Temporarily Disabled",
    783: "Unexpected Token",
}
"""Every status that is refused with, and its words."""
PAGES = frozenset({430, 502, 503, 504, 520, 530})
"""Statuses that come as a page of HTML, as the edge before the API answers them."""
_RETRY_AFTER = {"retry-after": "2.0"}


def as_json(body: object) -> bytes:
    """Write a body."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


class RefusedError(Exception):
    """A request that is refused with an HTTP status.

    Args:
        status: A key of `REASONS`.
        reason: Words instead of the usual ones.
    """

    def __init__(self, status: int, reason: str | None = None) -> None:
        super().__init__(reason or REASONS[status])
        self.status = status

    def answer(self) -> Answer:
        """Give the refusal as the server does: JSON with a string, or a page."""
        too_many = self.status == HTTPStatus.TOO_MANY_REQUESTS
        headers = _RETRY_AFTER if too_many else {}
        if self.status in PAGES:
            return Answer(page(str(self)), self.status, "text/html", dict(headers))
        body = as_json({"errors": str(self)})
        return Answer(body, self.status, headers=dict(headers))


def page(words: str) -> bytes:
    """Give a page of HTML as an edge server writes it."""
    return (
        f"<!DOCTYPE html><html><head><title>{words}</title></head>"
        f"<body><h1>{words}</h1></body></html>"
    ).encode()


class RequestError(Exception):
    """A GraphQL request that is answered by errors alone, without data.

    Args:
        errors: What goes into `errors`.
        rest: What else the answer holds, its `extensions`.
    """

    def __init__(
        self, errors: Sequence[Error], rest: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(errors[0]["message"])
        self.errors = list(errors)
        self.rest = dict(rest or {})


def bad_request(message: str, path: list[str | int]) -> RequestError:
    """Refuse arguments that make no sense."""
    error = {"message": message, "extensions": {"code": "BAD_REQUEST"}, "path": path}
    return RequestError([error])


def access_denied(field: str, required: str, path: list[str | int]) -> Error:
    """Tell that a scope lacks for a field.

    Args:
        field: Name of the field.
        required: The scopes in the schema's words.
        path: Where the field stands in the answer.
    """
    return {
        "message": f"Access denied for {field} field. Required access: {required}",
        "extensions": {
            "code": "ACCESS_DENIED",
            "documentation": f"{_DOCS}access-scopes",
            "requiredAccess": required,
        },
        "path": path,
    }


def not_approved(type_name: str, path: list[str | int]) -> Error:
    """Tell that protected customer data were not approved for the app."""
    return {
        "message": f"This app is not approved to access the {type_name} object. See"
        " https://shopify.dev/docs/apps/launch/protected-customer-data"
        " for more details.",
        "extensions": {
            "code": "ACCESS_DENIED",
            "documentation": f"{_DOCS}access-scopes",
        },
        "path": path,
    }


def throttled() -> Error:
    """Tell that the bucket holds too little for the query."""
    code = {"code": "THROTTLED", "documentation": f"{_DOCS}rate-limits"}
    return {"message": "Throttled", "extensions": code}


def max_cost_exceeded(cost: int, most: int) -> Error:
    """Tell that a query costs more than any may."""
    return {
        "message": f"Query cost is {cost}, which exceeds the single query max cost"
        f" limit ({most}).",
        "extensions": {
            "code": "MAX_COST_EXCEEDED",
            "cost": cost,
            "maxCost": most,
            "documentation": f"{_DOCS}rate-limits",
        },
    }


def too_many_inputs(count: int, most: int) -> Error:
    """Tell that a list among the arguments is too long."""
    return {
        "message": f"The input array size of {count} is greater than the maximum"
        f" allowed of {most}.",
        "extensions": {"code": "MAX_INPUT_SIZE_EXCEEDED"},
    }


def unknown_field(field: str) -> dict[str, str]:
    """Warn of a search field that was dropped from a search."""
    return {
        "field": field,
        "message": "Invalid search field for this query.",
        "code": "invalid_field",
    }
