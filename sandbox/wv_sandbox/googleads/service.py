"""The Google Ads API: from a request to its answer."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from importlib import import_module
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.exchange import Answer
from wv_sandbox.googleads import accounts, faults
from wv_sandbox.googleads.errors import DEFAULT_VERSION, GoogleAdsError
from wv_sandbox.googleads.fields import VERSIONS, fields_of
from wv_sandbox.googleads.pages import Pages
from wv_sandbox.googleads.quota import Quota
from wv_sandbox.googleads.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_sandbox.climate import Climate
    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.exchange import Exchange
    from wv_sandbox.faults import Fault
    from wv_sandbox.googleads.desk import Desk
    from wv_sandbox.shopify.shop.shop import Shop

API, OAUTH = "googleads", "oauth2"
"""Labels of the hosts googleads.googleapis.com and oauth2.googleapis.com."""
_PATH: Final = re.compile(r"/(v[0-9]+)/(.+)")
_SEARCH: Final = re.compile(r"customers/([^/]+)/googleAds:(search|searchStream)")
_FIELD: Final = re.compile(r"googleAdsFields/([a-z0-9_.]+)")
_OLDEST: Final = int(VERSIONS[0][1:])
_NOT_FOUND: Final = "Requested entity was not found."


class GoogleAds:
    """The hosts of the Google Ads API and of its tokens.

    Args:
        climate: Whose weather moves what is spent.
        clock: Whose time it is.
        shop_of: Gives the shop of a label, whose orders ads lead to.

    Attributes:
        tokens: What was granted.
        quota: Operations of the day.
        pages: Answers that are being paged through.
    """

    kinds = faults.KINDS

    def __init__(
        self, climate: Climate, clock: SandboxClock, shop_of: Callable[[str], Shop]
    ) -> None:
        self._climate = climate
        self._clock = clock
        self._shop_of = shop_of
        self._lock = Lock()
        self._desk: Desk | None = None
        self._asked = count()
        self.tokens = Tokens(clock)
        self.quota = Quota(clock)
        self.pages = Pages()

    @property
    def desk(self) -> Desk:
        """Where queries are answered, and all that is slow to import."""
        with self._lock:
            if self._desk is None:
                module = import_module("wv_sandbox.googleads.desk")
                self._desk = module.Desk(self._climate, self._shop_of, self.pages)
            return self._desk

    def clear(self) -> None:
        """Forget tokens, operations, pages and what the script changed."""
        self.tokens.clear()
        self.quota.clear()
        self.pages.clear()
        self._asked = count()
        if self._desk is not None:
            self._desk.script_changes = 0

    async def answer(self, label: str, path: str, exchange: Exchange) -> Answer:
        """Answer a request.

        Args:
            label: `googleads` or `oauth2`.
            path: Path on that host.
            exchange: The request.
        """
        if label == OAUTH and path == "/token" and exchange.method == "POST":
            return self.tokens.grant(exchange)
        request_id = self._request_id()
        match = _PATH.fullmatch(path)
        version = match[1] if match else DEFAULT_VERSION
        try:
            asked = match[2] if match and label == API else ""
            body = await self._answer(version, asked, exchange, request_id)
        except GoogleAdsError as error:
            listed = path.endswith(":searchStream")
            return error.answer(request_id, version, listed=listed)
        return Answer(json.dumps(body).encode(), headers={"request-id": request_id})

    def refuse(self, options: dict[str, Any]) -> Answer:
        """Refuse by HTTP status, as the front end does (fault `status`)."""
        return faults.by_status(options)

    def instead(self, fault: Fault, exchange: Exchange) -> Answer | None:
        """Refuse by an error's code, or a token by the word of its endpoint."""
        if fault.kind == faults.OAUTH:
            return faults.grant_refused(fault.options.get("error", "invalid_grant"))
        if not fault.kind.startswith(faults.PREFIX):
            return None
        found = re.search(r"/(v[0-9]+)/", exchange.path)
        version = found[1] if found else DEFAULT_VERSION
        listed = exchange.path.endswith(":searchStream")
        return faults.refused(fault.kind, fault.options, version, listed=listed)

    def damage(self, kind: str, body: bytes, options: dict[str, Any]) -> bytes:
        """Damage a good body (all other faults)."""
        return faults.damage(kind, body, options)

    async def _answer(
        self, version: str, path: str, exchange: Exchange, request_id: str
    ) -> Any:  # noqa: ANN401 - any JSON value.
        _check_version(version)
        self.tokens.check(exchange.headers.get("authorization", ""))
        await exchange.pause()
        if exchange.method == "GET":
            return self._got(version, path)
        body = _body(exchange)
        if path == "googleAdsFields:search":
            self.quota.spend()
            return await asyncio.to_thread(_about, version, body)
        search = _SEARCH.fullmatch(path)
        if search is None:
            raise GoogleAdsError(_NOT_FOUND, status=404)
        login = exchange.headers.get("login-customer-id")
        account = accounts.entered(search[1], login)
        if not body.get("pageToken"):
            self.quota.spend()
        desk = import_module("wv_sandbox.googleads.desk")
        request = desk.Request(account, version, self._clock.now(), body)
        if search[2] == "search":
            return await asyncio.to_thread(self.desk.search, request)
        return await asyncio.to_thread(self.desk.stream, request, request_id)

    def _got(self, version: str, path: str) -> dict[str, Any]:
        self.quota.spend()
        if path == "customers:listAccessibleCustomers":
            return {"resourceNames": [f"customers/{i}" for i in accounts.accessible()]}
        if found := _FIELD.fullmatch(path):
            metadata = import_module("wv_sandbox.googleads.metadata")
            field: dict[str, Any] | None = metadata.one(fields_of(version), found[1])
            if field is not None:
                return field
        raise GoogleAdsError(_NOT_FOUND, status=404)

    def _request_id(self) -> str:
        with self._lock:
            number = next(self._asked)
        text = f"{self._clock.now().isoformat()} {number}"
        return hashlib.blake2b(text.encode(), digest_size=11).hexdigest()


def _check_version(version: str) -> None:
    if version in VERSIONS:
        return
    if int(version[1:]) < _OLDEST:
        words = (
            f"Version {version} is deprecated. Requests to this version will be "
            "blocked. Please upgrade to a newer version."
        )
        raise GoogleAdsError(words, "requestError.UNSUPPORTED_VERSION")
    raise GoogleAdsError(_NOT_FOUND, status=404)


def _body(exchange: Exchange) -> dict[str, Any]:
    """Read the body of a request.

    Raises:
        GoogleAdsError: It is no object.
    """
    try:
        body = json.loads(exchange.body or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        words = "Invalid JSON payload received. Unexpected token."
        raise GoogleAdsError(words)
    return body


def _about(version: str, body: dict[str, Any]) -> dict[str, Any]:
    """Answer a query about fields."""
    metadata = import_module("wv_sandbox.googleads.metadata")
    parser = import_module("wv_sandbox.googleads.gaql.parser")
    found = metadata.about(fields_of(version), parser.parse(str(body.get("query", ""))))
    return {"results": found, "totalResultsCount": str(len(found))}
