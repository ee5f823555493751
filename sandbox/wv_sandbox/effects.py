"""What a fault does to a request: instead of the answer, to it, or to its delivery."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from wv_sandbox.delivery import CutGzip, Halting, Reset, respond
from wv_sandbox.exchange import Answer

if TYPE_CHECKING:
    from starlette.responses import Response

    from wv_sandbox.exchange import Exchange
    from wv_sandbox.faults import Fault, Faults, Kinds

_HTML = b"<html><head><title>{}</title></head><body><h1>{}</h1><hr>nginx</body></html>"


class Source(Protocol):
    """One vendor's API, as the sandbox needs it.

    Attributes:
        kinds: Faults that only it has.
    """

    kinds: Kinds

    def clear(self) -> None:
        """Forget what it remembers of requests."""

    async def answer(self, label: str, path: str, exchange: Exchange) -> Answer:
        """Answer a request to a path on a host.

        What `exchange.fault` says is heeded here where it must be known beforehand.
        """

    def refuse(self, options: dict[str, Any]) -> Answer:
        """Refuse in the vendor's own words (fault `status`)."""

    def instead(self, fault: Fault, exchange: Exchange) -> Answer | None:
        """Give what a fault of its own answers without asking, if it does."""

    def damage(self, kind: str, body: bytes, options: dict[str, Any]) -> bytes:
        """Damage a good body (all other faults)."""


def instead(fault: Fault, source: Source, exchange: Exchange) -> Answer | None:
    """Give what a fault answers without asking the source, if it does."""
    match fault.kind:
        case "status":
            return source.refuse(fault.options)
        case "html":
            return html(fault.options.get("status", 200))
        case "not_json":
            return Answer(b"oops, this is not JSON")
        case "slow" | "cut_gzip" | "reset":
            return None
        case _:
            return source.instead(fault, exchange)


def html(status: int) -> Answer:
    """Give the page that a proxy shows when it has nothing better."""
    title = b"%d Service Temporarily Unavailable" % status
    return Answer(_HTML.replace(b"{}", title), status, "text/html")


def on_body(fault: Fault, source: Source, answer: Answer) -> Answer:
    """Give the answer with the body that a fault leaves of it."""
    if fault.kind in {"slow", "cut_gzip", "reset"}:
        return answer
    return replace(answer, body=source.damage(fault.kind, answer.body, fault.options))


def deliver(
    fault: Fault, faults: Faults, answer: Answer, exchange: Exchange
) -> Response:
    """Send an answer the way a fault wants it."""
    if fault.kind == "reset":
        return Reset()
    if fault.kind == "cut_gzip":
        framing = fault.options.get("framing", "complete")
        return CutGzip(answer, framing, fault.options.get("share", 0.5))
    response = respond(answer, exchange)
    if fault.kind == "slow" and fault.options.get("where") == "body":
        return Halting(
            response, partial(faults.hold, fault.options.get("seconds", 1.0))
        )
    return response
