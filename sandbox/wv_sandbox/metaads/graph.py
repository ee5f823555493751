"""The paths of the Graph API: nodes, edges, reports and what is about tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.metaads import fields
from wv_sandbox.metaads.accounts import ACCOUNTS, BUSINESS
from wv_sandbox.metaads.activities import activities
from wv_sandbox.metaads.edges import EDGES, Edge, listed
from wv_sandbox.metaads.errors import DENIED, MISSING, NO_PATH, GraphError, Row, invalid
from wv_sandbox.metaads.places import search

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from wv_sandbox.metaads.accounts import Account
    from wv_sandbox.metaads.insights.desk import Desk
    from wv_sandbox.metaads.request import Request
    from wv_sandbox.metaads.view import View

    Document = dict[str, Any]

_MOST_IDS = 50
_ALIAS = Row(803, "(#803) Some of the aliases you requested do not exist")
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
_NODES: Final = (
    *("campaigns", "adsets", "ads", "adcreatives", "adimages", "advideos"),
    *("customaudiences", "saved_audiences", "customconversions", "adlabels"),
    "adspixels",
)


class Node(NamedTuple):
    """Something that a path or an id names.

    Attributes:
        kind: As `fields.json` calls it.
        document: All there is to tell of it.
        view: The account it belongs to.
    """

    kind: str
    document: Document
    view: View


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
        self._now = now
        self._desk = desk

    def answer(self, request: Request) -> Document:
        """Answer a request whose token is good.

        Raises:
            GraphError: There is no such thing, or it may not be read.
        """
        first, _, rest = request.path.partition("/")
        if not first:
            return self._several(request)
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
        spent = self._view_of(account).spent_cents() if counted else 0
        return account.document(self._now(), spent)

    def _of_account(self, view: View, edge: str, request: Request) -> Document:
        if edge.startswith("insights"):
            return self._insights(view, edge, request, "account", None)
        if request.method != "GET":
            raise GraphError(_NO_POST)
        if not edge:
            document = self._account(view.account, request)
            return _shown(Node("AdAccount", document, view), request)
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
        node = self._find(name)
        if node is None:
            raise GraphError(MISSING, _missing(name))
        if not edge:
            if request.method != "GET":
                raise GraphError(_NO_POST)
            return _shown(node, request)
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

    def _several(self, request: Request) -> Document:
        """Answer `?ids=`: each under its id; one that is missing fails them all."""
        names = request.words("ids")
        if not names:
            words = "The parameter ids is required"
            raise invalid(words, "ids")
        if len(names) > _MOST_IDS:
            words = f"Too many IDs. Maximum: {_MOST_IDS}. Provided: {len(names)}."
            raise invalid(words, "ids")
        found = {name: self._find(name) for name in names}
        if gone := [name for name, node in found.items() if node is None]:
            raise GraphError(_ALIAS, f"{_ALIAS.message}: {', '.join(gone)}")
        return {
            name: _shown(node, request)
            for name, node in found.items()
            if node is not None
        }

    def _find(self, name: str) -> Node | None:
        """Find what an id names, deleted or not."""
        for account in ACCOUNTS.values():
            if account.is_denied:
                continue
            view = self._view_of(account)
            if name == f"act_{account.id}":
                return Node("AdAccount", account.document(view.now, 0), view)
            for edge in _NODES:
                for document in EDGES[edge].documents(view):
                    if document["id"] == name:
                        return Node(EDGES[edge].kind, document, view)
        return None


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
        raise GraphError(MISSING, _missing(first))
    return account


def _shown(node: Node, request: Request) -> Document:
    asked = fields.parse(request.text("fields"))
    if not asked:
        asked = fields.plain(("id", "name", "account_id"))
    fields.check(asked, node.kind)
    return fields.project(node.document, {**asked, "id": {}})


def _missing(name: str) -> str:
    return (
        f"Unsupported get request. Object with ID '{name}' does not exist, cannot be"
        " loaded due to missing permissions, or does not support this operation."
    )


_FIXED: Final = frozenset({"me", "search", BUSINESS["id"]})
