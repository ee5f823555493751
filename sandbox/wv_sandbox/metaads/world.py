"""All that accounts hold, and what answers for it; slow to import, so done late."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.ads.book import AdBook
from wv_sandbox.metaads.accounts import ACCOUNTS
from wv_sandbox.metaads.graph import Graph
from wv_sandbox.metaads.insights.desk import Desk
from wv_sandbox.metaads.limits import Call
from wv_sandbox.metaads.view import View

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from wv_sandbox.climate import Climate
    from wv_sandbox.clock import SandboxClock
    from wv_sandbox.metaads.accounts import Account
    from wv_sandbox.metaads.request import Request
    from wv_sandbox.metaads.usage import Usage
    from wv_sandbox.shopify.shop.shop import Shop

    ShopOf = Callable[[str], Shop]

_KEPT_VIEWS = 8
_KINDS: Final = {"insights": "ads_insights", "customaudiences": "custom_audience"}
"""Use cases by edge."""


class World:
    """The accounts, at any instant.

    Args:
        climate: Whose weather moves what is spent.
        clock: Whose time it is.
        shop_of: Gives the shop of a label, whose orders ads lead to.
        usage: Keeps what is used of limits.

    Attributes:
        desk: Answers for insights.
    """

    def __init__(
        self, climate: Climate, clock: SandboxClock, shop_of: ShopOf, usage: Usage
    ) -> None:
        self._clock = clock
        self._books: dict[str, AdBook] = {}
        self._climate = climate
        self._shop_of = shop_of
        self._view_at = lru_cache(_KEPT_VIEWS)(self._make_view)
        self.desk = Desk(clock, usage)
        self._graph = Graph(self.view, self.desk, clock.now)

    def clear(self) -> None:
        """Forget reports and settings."""
        self.desk.clear()

    def answer(self, request: Request) -> dict[str, Any]:
        """Answer a request whose token is good.

        Raises:
            GraphError: There is no such thing, or it may not be read.
        """
        return self._graph.answer(request)

    def view(self, account: Account) -> View:
        """Give an account as it is now."""
        # A view lasts a minute, so that the pages of an answer fit together.
        return self._view_at(
            account, self._clock.now().replace(second=0, microsecond=0)
        )

    def call(self, path: str, digits: str) -> Call:
        """Tell what a call is charged to.

        Args:
            path: Of the request, behind the version.
            digits: Of the account that it names; may be empty.
        """
        first, _, edge = path.partition("/")
        job = self.desk.jobs.find(first)
        if job is not None:
            digits, edge = job.account.id, "insights"
        kind = _KINDS.get(edge.partition("/")[0], "ads_management")
        return Call(digits, kind, self._active_ads(digits))

    def _active_ads(self, digits: str) -> int:
        account = ACCOUNTS.get(digits)
        if account is None or account.is_denied:
            return 0
        ads = self.view(account).ads
        return sum(ad["effective_status"] == "ACTIVE" for ad in ads)

    def _make_view(self, account: Account, now: datetime) -> View:
        book = self._books.get(account.label)
        if book is None:
            shop = self._shop_of(account.label)
            book = AdBook("meta", self._climate, shop)
            self._books[account.label] = book
        return View(account, book, now)
