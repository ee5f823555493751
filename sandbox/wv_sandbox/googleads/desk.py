"""Where queries are answered: accounts, their books, and pages of rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from threading import RLock
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.ads.book import AdBook
from wv_sandbox.googleads import pages
from wv_sandbox.googleads.answers import field_mask, results
from wv_sandbox.googleads.errors import GoogleAdsError
from wv_sandbox.googleads.fields import fields_of
from wv_sandbox.googleads.gaql.check import Asked, check
from wv_sandbox.googleads.gaql.dates import resolved
from wv_sandbox.googleads.gaql.parser import parse
from wv_sandbox.googleads.rows.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from wv_sandbox.climate import Climate
    from wv_sandbox.googleads.accounts import Account
    from wv_sandbox.googleads.gaql.dates import Window
    from wv_sandbox.googleads.gaql.query import Query
    from wv_sandbox.shopify.shop.shop import Shop

_BODY: Final = frozenset({"query", "pageToken", "validateOnly", "searchSettings"})
_SETTINGS: Final = frozenset(
    {"omitResults", "returnSummaryRow", "returnTotalResultsCount"}
)


@dataclass(frozen=True)
class Request:
    """A search.

    Attributes:
        account: Whom it is about.
        version: Of the API.
        now: When it is made.
        body: As it came.
    """

    account: Account
    version: str
    now: datetime
    body: Mapping[str, Any]


class Desk:
    """Answers searches; safe to use from any thread.

    Args:
        climate: Whose weather moves what is spent.
        shop_of: Gives the shop of a label, whose orders ads lead to.
        kept: Answers that are being paged through.

    Attributes:
        script_changes: Changes that a bidding script made yesterday; tests make more
            of them than an answer may hold.
    """

    def __init__(
        self, climate: Climate, shop_of: Callable[[str], Shop], kept: pages.Pages
    ) -> None:
        self._climate = climate
        self._shop_of = shop_of
        self._pages = kept
        self._books: dict[str, AdBook] = {}
        self._lock = RLock()
        self.script_changes = 0

    def search(self, request: Request) -> dict[str, Any]:
        """Answer a page of `googleAds:search`.

        Raises:
            GoogleAdsError: The API would refuse it.
        """
        body = request.body
        settings = _checked(body)
        with self._lock:
            query, days = self._understood(request)
            if body.get("validateOnly"):
                return {}
            text = f"{request.account.id} {request.version} {body['query']}"
            page = self._pages.page(
                pages.Asked(text, query.limit),
                str(body.get("pageToken", "")),
                request.now,
                partial(self._rows, request, query, days),
            )
        answer: dict[str, Any] = {}
        if page.rows and not settings.get("omitResults"):
            answer["results"] = page.rows
        if page.following:
            answer["nextPageToken"] = page.following
        if settings.get("returnTotalResultsCount"):
            answer["totalResultsCount"] = str(page.total)
        return answer | _told(query, page.total)

    def stream(self, request: Request, request_id: str) -> list[dict[str, Any]]:
        """Answer all of `googleAds:searchStream`, in batches.

        Raises:
            GoogleAdsError: The API would refuse it.
        """
        _checked(request.body)
        with self._lock:
            query, days = self._understood(request)
            rows = self._rows(request, query, days, request.now)[: query.limit]
        size = self._pages.size
        parts = [rows[at : at + size] for at in range(0, len(rows), size)] or [[]]
        told = _told(query, len(rows)) | {"requestId": request_id}
        return [({"results": part} if part else {}) | told for part in parts]

    def _understood(self, request: Request) -> tuple[Query, Window]:
        account = request.account
        scene = Scene(account, None, request.now)
        query = resolved(parse(str(request.body.get("query", ""))), scene.today)
        asked = Asked(
            query, fields_of(request.version), scene.today, account.is_manager
        )
        return query, check(asked)

    def _rows(
        self, request: Request, query: Query, days: Window, now: datetime
    ) -> list[dict[str, Any]]:
        book = self._book(request.account.label)
        scene = Scene(request.account, book, now, self.script_changes)
        return results(scene, query, fields_of(request.version), days)

    def _book(self, label: str) -> AdBook | None:
        """Give what a shop's advertiser delivered; managers deliver nothing."""
        if label and label not in self._books:
            shop = self._shop_of(label)
            self._books[label] = AdBook("google", self._climate, shop)
        return self._books.get(label)


def _checked(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Check the body of a search, and give its settings.

    Raises:
        GoogleAdsError: It holds what it may not hold.
    """
    if "pageSize" in body:
        words = (
            "Setting the page size is not supported. Search responses have a fixed "
            "page size of 10,000 rows."
        )
        code = "requestError.PAGE_SIZE_NOT_SUPPORTED"
        raise GoogleAdsError(words, code, trigger=str(body["pageSize"]))
    if body.get("validateOnly") and body.get("pageToken"):
        words = "A request that only validates has no page token."
        code = "requestError.VALIDATE_ONLY_REQUEST_HAS_PAGE_TOKEN"
        raise GoogleAdsError(words, code)
    settings = body.get("searchSettings") or {}
    if not isinstance(settings, dict):
        words = "Invalid value at 'search_settings': it is no object."
        raise GoogleAdsError(words)
    for strange in (*sorted(set(body) - _BODY), *sorted(set(settings) - _SETTINGS)):
        words = f'Invalid JSON payload received. Unknown name "{strange}".'
        raise GoogleAdsError(words)
    if settings.get("returnSummaryRow"):
        words = "Operation is not implemented, or supported, or enabled."
        raise GoogleAdsError(words, status=501)
    return dict(settings)


def _told(query: Query, rows: int) -> dict[str, Any]:
    return {
        "fieldMask": field_mask(query),
        "queryResourceConsumption": str(100 + rows),
    }
