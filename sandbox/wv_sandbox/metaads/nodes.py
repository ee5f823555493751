"""Things by their ids: accounts, campaigns, ads and all that lists hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wv_sandbox.metaads import fields
from wv_sandbox.metaads.accounts import ACCOUNTS
from wv_sandbox.metaads.edges import EDGES
from wv_sandbox.metaads.errors import MISSING, GraphError, Row, invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wv_sandbox.metaads.accounts import Account
    from wv_sandbox.metaads.request import Request
    from wv_sandbox.metaads.view import View

    Document = dict[str, Any]

_MOST_IDS = 50
_ALIAS: Final = Row(803, "(#803) Some of the aliases you requested do not exist")
_PLAIN: Final = ("id", "name", "account_id")
"""Fields of a node that come when none are asked for."""


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

    def shown(self, request: Request) -> Document:
        """Show what a request asks of it.

        Raises:
            GraphError: A field is unknown.
        """
        asked = fields.parse(request.text("fields")) or fields.plain(_PLAIN)
        fields.check(asked, self.kind)
        return fields.project(self.document, {**asked, "id": {}})


class Nodes:
    """All things that may be read.

    Args:
        view_of: Gives an account as it is now.
    """

    def __init__(self, view_of: Callable[[Account], View]) -> None:
        self._view_of = view_of

    def find(self, name: str) -> Node:
        """Find what an id names, deleted or not.

        Raises:
            GraphError: It names nothing.
        """
        for node in self._all():
            if node.document["id"] == name:
                return node
        raise missing(name)

    def several(self, request: Request) -> Document:
        """Answer `?ids=`: each under its id; one that is missing fails them all.

        Raises:
            GraphError: There are none, too many, or one that names nothing.
        """
        names = request.words("ids")
        if not names:
            words = "The parameter ids is required"
            raise invalid(words, "ids")
        if len(names) > _MOST_IDS:
            words = f"Too many IDs. Maximum: {_MOST_IDS}. Provided: {len(names)}."
            raise invalid(words, "ids")
        known = {node.document["id"]: node for node in self._all()}
        if gone := [name for name in names if name not in known]:
            raise GraphError(_ALIAS, f"{_ALIAS.message}: {', '.join(gone)}")
        return {name: known[name].shown(request) for name in names}

    def _all(self) -> Iterator[Node]:
        for account in ACCOUNTS.values():
            if account.is_denied:
                continue
            view = self._view_of(account)
            yield Node("AdAccount", account.document(view.now, 0), view)
            for edge in EDGES.values():
                for document in edge.documents(view):
                    yield Node(edge.kind, document, view)


def missing(name: str) -> GraphError:
    """Refuse what does not exist, in the words that also mean a lack of permission."""
    words = (
        f"Unsupported get request. Object with ID '{name}' does not exist, cannot be"
        " loaded due to missing permissions, or does not support this operation."
    )
    return GraphError(MISSING, words)
