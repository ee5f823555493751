"""Refusals of the Google Ads API: a canonical status, and a failure with its codes.

https://developers.google.com/google-ads/api/docs/best-practices/understand-api-errors
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from wv_sandbox.exchange import Answer

_CANONICAL: Final = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    499: "CANCELLED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_WORDS: Final = {
    400: "Request contains an invalid argument.",
    401: "Request had invalid authentication credentials. Expected OAuth 2 access "
    "token, login cookie or other valid authentication credential.",
    403: "The caller does not have permission",
    404: "Requested entity was not found.",
    429: "Resource has been exhausted (e.g. check quota).",
    499: "The operation was cancelled.",
    500: "Internal error encountered.",
    501: "Operation is not implemented, or supported, or enabled.",
    503: "The service is currently unavailable.",
    504: "Deadline expired before operation could complete.",
}
DEFAULT_VERSION: Final = "v26"


@dataclass
class GoogleAdsError(Exception):
    """A refusal.

    Attributes:
        words: What is wrong, for people.
        code: Family and name, e.g. `queryError.UNRECOGNIZED_FIELD`; empty for a
            refusal before the API itself, which has no failure.
        status: HTTP status.
        trigger: The value that is to blame.
        path: Field of the request that is to blame, outermost first.
        details: What else is told, by its JSON name.
    """

    words: str
    code: str = ""
    status: int = 400
    trigger: str = ""
    path: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    def answer(
        self, request_id: str, version: str = DEFAULT_VERSION, *, listed: bool = False
    ) -> Answer:
        """Give the refusal as it is sent.

        Args:
            request_id: Told in the body and in the header `request-id`.
            version: Of the API, which names the type of the failure.
            listed: Whether it stands in an array, as those of `searchStream` do.
        """
        told: dict[str, Any] = {
            "code": self.status,
            "message": _WORDS.get(self.status, self.words),
            "status": _CANONICAL.get(self.status, "UNKNOWN"),
        }
        if self.code:
            kind = f"google.ads.googleads.{version}.errors.GoogleAdsFailure"
            told["details"] = [
                {
                    "@type": f"type.googleapis.com/{kind}",
                    "errors": [self._failure()],
                    "requestId": request_id,
                }
            ]
        elif self.words:
            told["message"] = self.words
        body: Any = {"error": told}
        text = json.dumps([body] if listed else body, indent=2)
        headers = {"request-id": request_id}
        if self.status == 401:  # noqa: PLR2004 - HTTP's own number.
            headers["www-authenticate"] = 'Bearer realm="https://accounts.google.com/"'
        return Answer(text.encode(), self.status, headers=headers)

    def _failure(self) -> dict[str, Any]:
        family, _, name = self.code.partition(".")
        failure: dict[str, Any] = {"errorCode": {family: name}, "message": self.words}
        if self.trigger:
            failure["trigger"] = {"stringValue": self.trigger}
        if self.path:
            elements = [{"fieldName": name} for name in self.path]
            failure["location"] = {"fieldPathElements": elements}
        if self.details:
            failure["details"] = self.details
        return failure


def query_error(words: str, name: str, trigger: str = "") -> GoogleAdsError:
    """Refuse a query."""
    return GoogleAdsError(words, f"queryError.{name}", trigger=trigger, path=("query",))


def quota_details(
    seconds: float,
    scope: str = "DEVELOPER",
    name: str = "Number of operations for basic access",
) -> dict[str, Any]:
    """Tell which quota is used up, and when to come back."""
    whole = round(seconds, 3)
    shown = f"{whole:g}" if whole != int(whole) else str(int(whole))
    return {
        "quotaErrorDetails": {
            "rateScope": scope,
            "rateName": name,
            "retryDelay": f"{shown}s",
        }
    }
