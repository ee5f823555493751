"""A signed POST of a CloudEvent, after the Standard Webhooks specification.

The signature covers id, time and body, so that a stranger can neither invent, change
nor replay an alert: `v1,` and the base64 of HMAC-SHA256 over `<id>.<time>.<body>`.
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hmac
import http.client
import json
import os
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import urlsplit

from typing_extensions import override

from wv_transforms.alerts.outbox import WAITING_KEPT
from wv_transforms.alerts.receiver import DeliveryError
from wv_transforms.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

URL = "WV_ALERT_WEBHOOK_URL"
SECRET = "WV_ALERT_WEBHOOK_SECRET"  # noqa: S105 - the name of the variable that holds it.
TIMEOUT_SECONDS = 10.0
LEAST_SECRET_BYTES = 24
"""What the specification asks for."""
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_REDIRECT = 300


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry an alert to a host that nobody named."""

    @override
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where alerts are posted to.

    Attributes:
        url: `https://…`; `http` to this machine alone.
        secret: Signs them; unsigned when empty.
        name, mark, posts: As of every receiver; a changed address stays the webhook.
    """

    name: ClassVar[str] = "the webhook"
    mark: ClassVar[str] = "webhook"
    posts: ClassVar[int] = WAITING_KEPT
    url: str = field(repr=False)
    secret: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        safe = parts.scheme == "https" or (
            parts.scheme == "http" and parts.hostname in _LOCAL
        )
        if not safe or not parts.hostname:
            raise ProjectError(
                what="The webhook's address is not https.",
                where=f"environment variable {URL}",
                next_step="name an https address",
            )
        if self.secret and len(self.secret) < LEAST_SECRET_BYTES:
            raise ProjectError(
                what=f"The webhook's secret has fewer than {LEAST_SECRET_BYTES} bytes.",
                where=f"environment variable {SECRET}",
                next_step="make one with `openssl rand -hex 32`",
            )

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] = os.environ
    ) -> Self | None:
        """The webhook that the environment names; None where it names none.

        Raises:
            ProjectError: If the address is not https or the secret too short.
        """
        url = environment.get(URL, "")
        return cls(url, environment.get(SECRET, "").encode()) if url else None

    def headers(self, identifier: str, body: bytes, unix_time: int) -> dict[str, str]:
        """The headers of a POST, with the signature where there is a secret."""
        found = {
            "content-type": "application/cloudevents+json; charset=utf-8",
            "webhook-id": identifier,
            "webhook-timestamp": str(unix_time),
        }
        if self.secret:
            signed = f"{identifier}.{unix_time}.".encode() + body
            digest = hmac.digest(self.secret, signed, "sha256")
            found["webhook-signature"] = f"v1,{base64.b64encode(digest).decode()}"
        return found

    def deliver(self, events: Sequence[Mapping[str, Any]], unix_time: int) -> int:
        """Post the first event; any answer of 200 to 299 takes it.

        Args:
            events: CloudEvents.
            unix_time: Now [s since 1970].

        Returns:
            1: a post holds one event.

        Raises:
            DeliveryError: If it was not taken.
        """
        event = events[0]
        body = json.dumps(event, ensure_ascii=False).encode()
        request = urllib.request.Request(  # noqa: S310 - https alone, see above.
            self.url, body, self.headers(event["id"], body, unix_time), method="POST"
        )
        status = _answered(request)
        if status >= _REDIRECT:
            msg = f"{self.name} answered with {status}"
            raise DeliveryError(msg)
        return 1


def _answered(request: urllib.request.Request) -> int:
    """Send a request; its answer's status."""
    # No proxy of the environment and no redirect: the named host alone.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            status: int = answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except (OSError, http.client.HTTPException) as error:
        # Not the error's text: it may hold the address.
        msg = f"{Webhook.name} cannot be reached ({type(error).__name__})"
        raise DeliveryError(msg) from None
    return status
