"""The four questions about bulk operations: start, look, find, cancel.

https://shopify.dev/docs/api/usage/bulk-operations/queries
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tap_kit.errors import DataError, RetryError

if TYPE_CHECKING:
    from collections.abc import Mapping

RUN = """mutation startBulk($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: false) {
    bulkOperation { id }
    userErrors { code field message }
  }
}"""
LOOK = """query lookAtBulk($id: ID!) {
  bulkOperation(id: $id) { id status errorCode objectCount rootObjectCount url }
}"""
FIND = """query findBulk($query: String!) {
  bulkOperations(first: 25, sortKey: CREATED_AT, reverse: true, query: $query) {
    edges { node { id query } }
  }
}"""
CANCEL = """mutation cancelBulk($id: ID!) {
  bulkOperationCancel(id: $id) {
    bulkOperation { id }
    userErrors { field message }
  }
}"""
_BUSY = frozenset({"OPERATION_IN_PROGRESS", "LIMIT_REACHED"})
_UNDER_WAY = frozenset({"CREATED", "RUNNING", "CANCELING"})
_REPORT = "set `bulk_mode` to never, and report this line"


class JobGoneError(RetryError):
    """The shop does not know the job or its file any more; it must be run again."""


class Ask(Protocol):
    """Asks the Admin API one question; the tap's client does."""

    def __call__(
        self, document: str, variables: Mapping[str, Any], *, once: bool = False
    ) -> Mapping[str, Any]:
        """Return `data` of the answer.

        Args:
            document: The query or mutation.
            variables: Its variables.
            once: Never send it a second time: what broke is raised as RetryError.

        Raises:
            TapError: As the error rules say.
        """


@dataclass(frozen=True)
class Operation:
    """A bulk operation as Shopify shows it.

    Args:
        id: Its gid.
        status: CREATED, RUNNING, COMPLETED, CANCELING, CANCELED, FAILED or EXPIRED.
        error_code: Why it failed.
        lines: Lines of its file, so far [1].
        roots: Of these the ones without a parent [1].
        url: Where its file lies, once it is complete and holds anything.
    """

    id: str
    status: str
    error_code: str | None
    lines: int
    roots: int
    url: str | None

    @property
    def is_under_way(self) -> bool:
        """Whether something may still come of it."""
        return self.status in _UNDER_WAY


class BulkApi:
    """Asks about bulk operations.

    Args:
        ask: Asks the Admin API.
        where: For errors, e.g. the stream.
    """

    def __init__(self, ask: Ask, where: str) -> None:
        self._ask = ask
        self._where = where

    def start(self, query: str, key: str) -> str | None:
        """Start an operation, once, also where the answer gets lost on its way.

        Args:
            query: What it shall read; its operation is named `key`.
            key: A name that no other operation bears.

        Returns:
            Its gid; None when all of the app's places in this shop are taken.

        Raises:
            DataError: Shopify refuses the query.
            TapError: As the error rules say.
        """
        try:
            data = self._ask(RUN, {"query": query}, once=True)
        except RetryError:
            if found := self.find(key):
                return found
            data = self._ask(RUN, {"query": query}, once=True)
        answer = data["bulkOperationRunQuery"]
        errors = answer["userErrors"]
        if any(error.get("code") in _BUSY for error in errors):
            return None
        if errors or not answer["bulkOperation"]:
            words = "; ".join(str(error.get("message")) for error in errors)
            what = f"Shopify refuses a bulk operation: {words or 'without a reason'}"
            raise DataError(what, where=self._where, next_step=_REPORT)
        return str(answer["bulkOperation"]["id"])

    def look(self, ident: str) -> Operation | None:
        """Return an operation as it stands; None when the shop does not know it.

        Raises:
            DataError: It is shown without its counts.
            TapError: As the error rules say.
        """
        found = self._ask(LOOK, {"id": ident})["bulkOperation"]
        if found is None:
            return None
        try:
            return Operation(
                id=found["id"],
                status=found["status"],
                error_code=found["errorCode"],
                lines=int(found["objectCount"]),
                roots=int(found["rootObjectCount"]),
                url=found["url"],
            )
        except (KeyError, TypeError, ValueError) as error:
            what = "Shopify shows a bulk operation without its counts"
            raise DataError(what, where=self._where, next_step=_REPORT) from error

    def find(self, key: str) -> str | None:
        """Return the gid of our operation that bears a name, if it was started."""
        search = {"query": "operation_type:query"}
        edges = self._ask(FIND, search)["bulkOperations"]["edges"]
        named = (e["node"]["id"] for e in edges if key in e["node"]["query"])
        return next(named, None)

    def cancel(self, ident: str) -> None:
        """Cancel an operation of our own; one that has ended meanwhile stays so."""
        self._ask(CANCEL, {"id": ident})
