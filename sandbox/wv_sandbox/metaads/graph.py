"""The paths of the Graph API: nodes, edges, reports and what is about tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.metaads import fields
from wv_sandbox.metaads.accounts import ACCOUNTS, BUSINESS
from wv_sandbox.metaads.activities import activities
from wv_sandbox.metaads.edges import EDGES, Edge, listed
from wv_sandbox.metaads.errors import DENIED, NO_PATH, GraphError, Row
from wv_sandbox.metaads.nodes import Node, Nodes, missing
from wv_sandbox.metaads.places import search

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from wv_sandbox.metaads.accounts import Account
    from wv_sandbox.metaads.insights.desk import Desk
    from wv_sandbox.metaads.request import Request
    from wv_sandbox.metaads.view import View

    Document = dict[str, Any]

_NO_POST = Row(
    100,
    "Unsupported post request. This sandbox is only read.",
    33,
    type="GraphMethodException",
)
_LOG: Final = Edge(
    "AdActivity",
    lambda _: [],
    cursor="cursor",
    default=("event_time", "event_type", "extra_data"),
)
_ACCOUNTS: Final = Edge("AdAccount", lambda _: [], default=("id", "account_id"))
_BELOW: Final = {
    "Campaign": ("campaign_id", "campaign", ("adsets", "ads")),
    "AdSet": ("adset_id", "adset", ("ads",)),
    "Ad": ("", "ad", ("adcreatives",)),
}
"""What lies below a node: the field that points up, its level, and its edges."""


class Graph:
    """Everything that tokens can read at an instant.

    Args:
        view_of: Gives an account as it is now.
        desk: Answers for insights.
        now: Tells the time.
    """

    def __init__(
        self,
        view_of: Callable[[Account], View],
        desk: Desk,
        now: Callable[[], datetime],
    ) -> None:
        self._view_of = view_of
        self._nodes = Nodes(view_of)
        self._now = now
        self._desk = desk

    def answer(self, request: Request) -> Document:
        """Answer a request whose token is good.

        Raises:
            GraphError: There is no such thing, or it may not be read.
        """
        first, _, rest = request.path.partition("/")
        if not first:
            return self._nodes.several(request)
        if first in _FIXED:
            return self._fixed(request)
        account = account_of(request.path)
        if account is not None:
            if account.is_denied:
                raise GraphError(DENIED)
            return self._of_account(self._view_of(account), rest, request)
        return self._of_node(first, rest, request)

    def _fixed(self, request: Request) -> Document:
        """Answer the paths that are about no account."""
        match request.path:
            case "me":
                return {"id": "122000000000000001", "name": "Sandbox Person"}
            case "me/adaccounts":
                found = list(ACCOUNTS.values())
            case "me/businesses":
                return {"data": [BUSINESS]}
            case "search":
                return search(request, self._view_of(next(iter(ACCOUNTS.values()))))
            case path if path.endswith("owned_ad_accounts"):
                found = [one for one in ACCOUNTS.values() if not one.is_client]
            case path if path.endswith("client_ad_accounts"):
                found = [one for one in ACCOUNTS.values() if one.is_client]
            case path:
                raise GraphError(NO_PATH, f"Unknown path components: /{path}")
        documents = [self._account(one, request) for one in found]
        return listed(_ACCOUNTS, documents, request, len(documents))

    def _account(self, account: Account, request: Request) -> Document:
        asked = fields.parse(request.text("fields"))
        # All that was ever spent is counted only if somebody asks.
        counted = {"amount_spent", "balance"} & asked.keys() and not account.is_denied
        spent = self._view_of(account).spent_cents if counted else 0
        return account.document(self._now(), spent)

    def _of_account(self, view: View, edge: str, request: Request) -> Document:
        if edge.startswith("insights"):
            return self._insights(view, edge, request, "account", None)
        if request.method != "GET":
            raise GraphError(_NO_POST)
        if not edge:
            document = self._account(view.account, request)
            return Node("AdAccount", document, view).shown(request)
        if edge == "activities":
            return self._log(view, request)
        if edge not in EDGES:
            raise GraphError(NO_PATH, f"Unknown path components: /{edge}")
        found = EDGES[edge]
        most = self._desk.sizes.heavy_rows
        return listed(found, found.documents(view), request, most)

    def _log(self, view: View, request: Request) -> Document:
        found = activities(view.account, view.things, request, view.now)
        marked = [one | {"cursor": str(n)} for n, one in enumerate(found)]
        return listed(_LOG, marked, request, len(marked))

    def _insights(
        self,
        view: View,
        edge: str,
        request: Request,
        level: str,
        scope: tuple[str, str] | None,
    ) -> Document:
        features = self._desk.features
        match request.method, edge:
            case "GET", "insights":
                return self._desk.answer(view, request, level, scope)
            case "POST", "insights":
                return self._desk.start(view, request, level, scope)
            case "GET", "insights/feature-settings/list-features":
                return features.listed()
            case "GET", "insights/feature-settings":
                return features.settings(view.account)
            case "POST", "insights/feature-settings":
                name = request.text("feature_name")
                return features.enable(view.account, name, view.now)
            case _:
                raise GraphError(NO_PATH, f"Unknown path components: /{edge}")

    def _of_node(self, name: str, edge: str, request: Request) -> Document:
        job = self._desk.jobs.find(name)
        if job is not None and edge == "insights":
            return self._desk.results(self._view_of(job.account), request, job)
        if job is not None and not edge:
            return self._desk.poll(job, request)
        node = self._nodes.find(name)
        if not edge:
            if request.method != "GET":
                raise GraphError(_NO_POST)
            return node.shown(request)
        return self._below(node, edge, request)

    def _below(self, node: Node, edge: str, request: Request) -> Document:
        above, level, edges = _BELOW.get(node.kind, ("", "", ()))
        if level and edge == "insights":
            scope = level, node.document["id"]
            return self._insights(node.view, edge, request, level, scope)
        if edge not in edges:
            raise GraphError(NO_PATH, f"Unknown path components: /{edge}")
        found = EDGES[edge]
        inner = node.document.get("creative", {}).get("id")
        documents = [
            one
            for one in found.documents(node.view)
            if (one[above] == node.document["id"] if above else one["id"] == inner)
        ]
        return listed(found, documents, request, self._desk.sizes.heavy_rows)


def account_of(path: str) -> Account | None:
    """Find the account that a path is about.

    Raises:
        GraphError: It names one that does not exist.
    """
    first = path.partition("/")[0]
    if not first.startswith("act_"):
        return None
    account = ACCOUNTS.get(first.removeprefix("act_"))
    if account is None:
        raise missing(first)
    return account


_FIXED: Final = frozenset({"me", "search", BUSINESS["id"]})
