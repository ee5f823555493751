"""The Klaviyo API: from a request to its answer."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from wv_sandbox.exchange import Answer
from wv_sandbox.faults import Kinds
from wv_sandbox.klaviyo import reports, rules
from wv_sandbox.klaviyo.documents import document
from wv_sandbox.klaviyo.errors import JSON_API, KlaviyoError
from wv_sandbox.klaviyo.limits import Limits, throttled
from wv_sandbox.klaviyo.oauth import Tokens

if TYPE_CHECKING:
    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.exchange import Exchange
    from wv_sandbox.faults import Fault

KEY = "pk_sandbox_000000000000000000000000"
"""Opens the sandbox's account and nothing else."""
REVISIONS = ("2025-10-15", "2026-01-15", "2026-04-15", rules.STABLE, rules.NEWER)
OLDEST = REVISIONS[0]
_REPORTS = {
    "/api/campaign-values-reports": reports.campaign_values,
    "/api/flow-values-reports": reports.flow_values,
    "/api/metric-aggregates": reports.metric_aggregate,
}
_WORDS = {
    400: ("invalid", "Invalid input."),
    401: ("authentication_failed", "Incorrect authentication credentials."),
    403: ("permission_denied", "You do not have permission to perform this action."),
    404: ("not_found", "The path you requested could not be found."),
    410: ("gone", "The requested API revision is no longer available."),
    500: ("internal_server_error", "An error occurred. Please try again later."),
    503: ("service_unavailable", "The service is unavailable. Please try again."),
}
_THROTTLED = 429
KINDS = Kinds(
    options={
        "status": frozenset({"seconds"}),
        "foreign_link": frozenset(),
        "circle": frozenset(),
        "null_link": frozenset(),
        "no_data": frozenset(),
    },
    choices={"status": (*_WORDS, _THROTTLED)},
)
"""What can go wrong with Klaviyo's answers alone."""


class Klaviyo:
    """The host a.klaviyo.com (label `a`).

    Args:
        seed: Of the account.
        clock: Whose time it is.
    """

    kinds = KINDS

    def __init__(self, seed: int, clock: SandboxClock) -> None:
        self._seed = seed
        self._clock = clock
        self.limits = Limits(clock)
        self.tokens = Tokens(clock)

    def clear(self) -> None:
        """Forget what was spent, and all tokens but the first."""
        self.limits.clear()
        self.tokens.clear()

    async def answer(self, label: str, path: str, exchange: Exchange) -> Answer:
        """Answer a request."""
        if label != "a":
            return KlaviyoError(404, *_WORDS[404]).answer
        if path == "/oauth/token":
            return self.tokens.grant(exchange)
        try:
            return await self._answer(path, exchange)
        except KlaviyoError as error:
            return error.answer

    def refuse(self, options: dict[str, Any]) -> Answer:
        """Refuse in the server's words.

        Args:
            options: `status` (429); for a 429 `seconds` of `Retry-After` (1).
        """
        status = options.get("status", _THROTTLED)
        if status == _THROTTLED:
            return throttled(options.get("seconds", 1)).answer
        code, detail = _WORDS.get(status, _WORDS[500])
        return KlaviyoError(status, code, options.get("reason", detail)).answer

    def instead(self, fault: Fault, exchange: Exchange) -> Answer | None:
        """Give nothing: every fault of Klaviyo's own damages an answer."""
        del fault, exchange
        return None

    def damage(self, kind: str, body: bytes, options: dict[str, Any]) -> bytes:
        """Lead the next page elsewhere or in a circle, or show no data at all."""
        del options
        answer = json.loads(body)
        links = answer.setdefault("links", {})
        match kind:
            case "foreign_link":
                links["next"] = "https://evil.example/api/campaigns?page%5Bcursor%5D=x"
            case "circle":
                links["next"] = links["self"]
            case "null_link":
                links.setdefault("next", None)
            case _:
                answer["data"] = None
        return json.dumps(answer).encode()

    async def _answer(self, path: str, exchange: Exchange) -> Answer:
        self._check_caller(exchange)
        template, identity = rules.template_of(path, exchange)
        headers = self.limits.spend(
            template, rules.endpoints(rules.revision_of(exchange))[template]["rate"]
        )
        await exchange.pause()
        now = self._clock.now()
        if template in _REPORTS:
            asked = reports.attributes(template, exchange.body)
            data = _REPORTS[template](self._seed, asked, now)
            body = json.dumps({"data": data | _self(exchange)}).encode()
            return Answer(body, 200, JSON_API, headers)
        question = rules.read(template, identity, exchange)
        host = exchange.headers["host"]
        query = parse_qsl(exchange.query, keep_blank_values=True)
        address = f"http://{host}{exchange.path}"
        body = await asyncio.to_thread(
            document, self._seed, question, now, address, query
        )
        return Answer(body, 200, JSON_API, headers)

    def _check_caller(self, exchange: Exchange) -> None:
        kind, _, secret = exchange.headers.get("authorization", "").partition(" ")
        good = (kind == "Klaviyo-API-Key" and secret == KEY) or (
            kind == "Bearer" and self.tokens.is_good(secret)
        )
        if not good:
            raise KlaviyoError(401, *_WORDS[401])
        revision = exchange.headers.get("revision", "")
        if revision in REVISIONS:
            return
        if not revision:
            raise KlaviyoError(400, "invalid", "The revision header is required.")
        # Without the opt-out the real server answers by another revision, silently.
        if exchange.headers.get("x-klaviyo-revision-fall-forward-opt-out") == "1":
            raise KlaviyoError(410, *_WORDS[410])


def _self(exchange: Exchange) -> dict[str, Any]:
    return {"links": {"self": f"http://{exchange.headers['host']}{exchange.path}"}}
