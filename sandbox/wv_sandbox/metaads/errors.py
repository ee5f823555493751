"""Refusals of the Graph API: an error object with a code, a subcode and a trace id.

https://developers.facebook.com/docs/graph-api/guides/error-handling
https://developers.facebook.com/docs/marketing-api/insights/error-codes
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from wv_sandbox.exchange import JSON, Answer

OAUTH, METHOD = "OAuthException", "GraphMethodException"
REDUCE = "Please reduce the amount of data you're asking for, then retry your request"


@dataclass(frozen=True)
class Row:
    """One kind of refusal.

    Attributes:
        code: `error.code`.
        message: `error.message`.
        subcode: `error.error_subcode`; left out if None.
        status: HTTP status that it is seen with most.
        type: `error.type`.
        is_transient: Whether the server says that it passes.
    """

    code: int
    message: str
    subcode: int | None = None
    status: int = 400
    type: str = OAUTH
    is_transient: bool = False

    @property
    def name(self) -> str:
        """How faults call it: `<code>` or `<code>/<subcode>`."""
        return f"{self.code}" if self.subcode is None else f"{self.code}/{self.subcode}"


class GraphError(Exception):
    """A refusal of one request.

    Args:
        row: Its kind.
        message: Words for this request; those of the kind if not given.
        blame: Parameters that are wrong.
        title: For people; left out if empty.
        advice: For people; left out if empty.
        headers: Of the answer.
    """

    def __init__(  # noqa: PLR0913 - one argument a part of the error.
        self,
        row: Row,
        message: str = "",
        *,
        blame: str = "",
        title: str = "",
        advice: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message or row.message)
        self.row = row
        self.headers = headers or {}
        self._more: dict[str, Any] = {}
        if blame:
            self._more["error_data"] = {"blame_field_specs": [[blame]]}
        if title:
            self._more["error_user_title"] = title
        if advice:
            self._more["error_user_msg"] = advice

    def body(self) -> dict[str, Any]:
        """Give the refusal as JSON has it."""
        row = self.row
        error: dict[str, Any] = {
            "message": str(self),
            "type": row.type,
            "code": row.code,
        }
        if row.subcode is not None:
            error["error_subcode"] = row.subcode
        error |= {"is_transient": row.is_transient, **self._more}
        seed = f"{row.name}{self}".encode()
        error["fbtrace_id"] = "A" + hashlib.blake2b(seed, digest_size=11).hexdigest()
        return {"error": error}

    def answer(self, status: int | None = None) -> Answer:
        """Give the refusal as it is sent.

        Args:
            status: HTTP status; the usual one if not given.
        """
        body = json.dumps(self.body()).encode()
        return Answer(body, status or self.row.status, JSON, self.headers)


INVALID: Final = Row(100, "(#100) Invalid parameter")
UNKNOWN_FIELD: Final = Row(100, "(#100) Tried accessing nonexisting field")
MISSING: Final = Row(
    100,
    "Unsupported get request. Object does not exist, cannot be loaded due to missing"
    " permissions, or does not support this operation.",
    33,
    type=METHOD,
)
NO_PATH: Final = Row(2500, "Unknown path components")
DENIED: Final = Row(
    200,
    "(#200) Ad account owner has NOT granted ads_management or ads_read permission",
    status=403,
)
DELETED: Final = Row(100, "Invalid parameter", 1815001)


def invalid(message: str, parameter: str) -> GraphError:
    """Refuse a parameter."""
    return GraphError(INVALID, f"(#100) {message}", blame=parameter)
