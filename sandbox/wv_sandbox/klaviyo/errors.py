"""Refusals of the Klaviyo API: a status and a JSON:API error object."""

from __future__ import annotations

import hashlib
import json

from wv_sandbox.exchange import Answer

JSON_API = "application/vnd.api+json"


class KlaviyoError(Exception):
    """A refusal.

    Args:
        status: HTTP status.
        code: The server's word for it.
        detail: What is wrong, for people.
        parameter: Of the query, if one is to blame.
        pointer: Into the body, if it is to blame.
        headers: Of the answer, e.g. `Retry-After`.
    """

    def __init__(  # noqa: PLR0913 - one argument a part of the error.
        self,
        status: int,
        code: str,
        detail: str,
        *,
        parameter: str | None = None,
        pointer: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.source = {
            name: value
            for name, value in (("parameter", parameter), ("pointer", pointer))
            if value
        }
        self.headers = headers or {}

    @property
    def answer(self) -> Answer:
        """The refusal as it is sent."""
        seed = f"{self.code}{self}".encode()
        error = {
            "id": hashlib.blake2b(seed, digest_size=16).hexdigest(),
            "status": self.status,
            "code": self.code,
            "title": self.code.replace("_", " ").capitalize(),
            "detail": str(self),
            "source": self.source,
        }
        body = json.dumps({"errors": [error]}).encode()
        return Answer(body, self.status, JSON_API, self.headers)


def invalid(detail: str, parameter: str) -> KlaviyoError:
    """Refuse a parameter of the query."""
    return KlaviyoError(400, "invalid", detail, parameter=parameter)
