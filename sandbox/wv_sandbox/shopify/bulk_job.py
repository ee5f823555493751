"""The work behind a bulk operation: its file is written beside the requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wv_sandbox.shopify import bulk_file, bulk_rules, documents
from wv_sandbox.shopify.access import Access
from wv_sandbox.shopify.bulk_plan import BulkCompiler
from wv_sandbox.shopify.bulk_rules import BulkQueryError
from wv_sandbox.shopify.errors import RequestError
from wv_sandbox.shopify.plan import DeniedError
from wv_sandbox.shopify.projectors import nothing
from wv_sandbox.shopify.roots import Query
from wv_sandbox.shopify.shop.index import FilterError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from wv_sandbox.faults import Fault
    from wv_sandbox.shopify.bulk_operation import Operation
    from wv_sandbox.shopify.bulk_plan import Branch, Line
    from wv_sandbox.shopify.grants import Grant
    from wv_sandbox.shopify.shop.view import View


@dataclass(frozen=True)
class Caller:
    """Who asks for a bulk operation.

    Attributes:
        label: Label of the shop.
        version: API version that answers.
        grant: What the caller may read.
        shop: The shop as it is now.
        now: Sandbox time.
        base: URL of the storage.
        fault: What is to go wrong.
    """

    label: str
    version: str
    grant: Grant
    shop: View
    now: datetime
    base: str
    fault: Fault | None


class Job:
    """A bulk query that is fit to run.

    Args:
        caller: Who asks.
        query: The bulk query.
        grouped: Whether children follow their parents in the file.

    Attributes:
        query: As given.

    Raises:
        BulkQueryError: The query breaks a rule.
    """

    def __init__(self, caller: Caller, query: str, *, grouped: bool) -> None:
        self.query = query
        self._caller = caller
        self._grouped = grouped
        try:
            self._compile()
        except (RequestError, FilterError) as error:
            raise BulkQueryError([f"Invalid bulk query: {error}"]) from None

    def _compile(self) -> None:
        caller = self._caller
        document = documents.read(caller.version, self.query)
        operation = documents.choose(document, None)
        if messages := bulk_rules.broken(document, operation):
            raise BulkQueryError(messages)
        access = Access(document.schema, caller.grant)
        self._compiler = BulkCompiler(document, access)
        root = document.schema.query_type
        assert root is not None  # noqa: S101  A valid schema has one.
        seen = caller.shop, caller.now, caller.grant
        self._source = Query(root, *seen, self._compiler, {})
        try:
            self._project = self._compiler.object_of(
                root, [operation.selection_set], []
            )
        except DeniedError:
            self._project = nothing

    def prepare(self, operation: Operation) -> None:
        """Tell an operation beforehand how it is to end."""
        if self._has_fault("bulk"):
            operation.end = self._fault("bulk").get("end", "FAILED")
            operation.error = self._fault("bulk").get("error", "TIMEOUT")
        operation.stalls = self._has_fault("bulk_stall")
        wrong = self._fault("bulk_file")
        operation.more_objects = wrong.get("objects", 0), wrong.get("roots", 0)

    def run(self, operation: Operation) -> None:
        """Write the file of an operation."""
        seed = None if self._grouped else operation.number
        lost = self._fault("bulk_file").get("lines", 0)
        try:
            bulk_file.write(
                operation.path, self._lines(), operation.progress, seed=seed, lost=lost
            )
            if self._compiler.denied:
                operation.end, operation.error = "FAILED", "ACCESS_DENIED"
        except BaseException:
            operation.end, operation.error = "FAILED", "INTERNAL_SERVER_ERROR"
            raise
        finally:
            operation.written.set()

    def _lines(self) -> Iterator[Line]:
        self._project(self._source)
        children = self._fault("bulk_file").get("children")
        for branch, source in self._compiler.roots:
            yield from branch.lines(source, self._most(branch, source), children)

    def _most(self, branch: Branch, source: Any) -> int | None:  # noqa: ANN401  Rows of any kind.
        """Give how many roots are written before a failure; None for all."""
        if not self._has_fault("bulk"):
            return None
        share = self._fault("bulk").get("share", 0.5)
        return int(len(source.ids(branch.arguments)) * share)

    def _has_fault(self, kind: str) -> bool:
        return self._caller.fault is not None and self._caller.fault.kind == kind

    def _fault(self, kind: str) -> dict[str, Any]:
        fault = self._caller.fault
        return fault.options if fault is not None and fault.kind == kind else {}
