"""The GraphQL endpoint: from a request body to an answer's, with its cost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import OperationType

from wv_sandbox.shopify import cost, documents, errors, paths
from wv_sandbox.shopify.access import Access
from wv_sandbox.shopify.errors import RequestError, bad_request
from wv_sandbox.shopify.page_plan import PageCompiler
from wv_sandbox.shopify.plan import DeniedError
from wv_sandbox.shopify.roots import Query
from wv_sandbox.shopify.shop.index import FilterError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import GraphQLObjectType, OperationDefinitionNode

    from wv_sandbox.shopify.buckets import Buckets
    from wv_sandbox.shopify.bulk_job import Caller
    from wv_sandbox.shopify.documents import Document
    from wv_sandbox.shopify.roots import Resolver


@dataclass(frozen=True)
class Call:
    """One request to the endpoint of a shop.

    Attributes:
        caller: Who asks.
        queries: Query roots that are not the shop's.
        mutations: Mutation roots.
    """

    caller: Caller
    queries: Mapping[str, Resolver]
    mutations: Mapping[str, Resolver]


def answer(call: Call, body: bytes, buckets: Buckets) -> dict[str, Any]:
    """Answer a request.

    Args:
        call: Who asks, and what there is.
        body: JSON with `query`, and maybe `variables` and `operationName`.
        buckets: What the query is paid from.
    """
    try:
        return _Execution(call, body, buckets).answer()
    except RequestError as refused:
        return {"errors": refused.errors, **refused.rest}
    except FilterError as error:
        return {"errors": bad_request(str(error), []).errors}


class _Execution:
    """A request that was read, with its variables and its price."""

    def __init__(self, call: Call, body: bytes, buckets: Buckets) -> None:
        asked = _read(body)
        self._call = call
        self._buckets = buckets
        self._document: Document = documents.read(call.caller.version, asked["query"])
        self._operation: OperationDefinitionNode = documents.choose(
            self._document, asked.get("operationName")
        )
        self._variables = documents.coerce(
            self._document, self._operation, asked.get("variables") or {}
        )
        access = Access(self._document.schema, call.caller.grant)
        self._compiler = PageCompiler(self._document, self._variables, access)

    def answer(self) -> dict[str, Any]:
        """Run it, if it is not too dear.

        Raises:
            RequestError: It is, for ever or for now.
        """
        requested = self._cost(cost.asked(self._variables.coerced))
        if requested > cost.MOST:
            raise RequestError([errors.max_cost_exceeded(requested, cost.MOST)])
        if not self._buckets.take(self._call.caller.label, requested):
            told = self._buckets.cost(self._call.caller.label, requested, None)
            raise RequestError([errors.throttled()], {"extensions": {"cost": told}})
        data = self._data()
        actual = min(requested, self._cost(self._compiler.size_of))
        self._buckets.take(self._call.caller.label, actual - requested)
        told = {"cost": self._buckets.cost(self._call.caller.label, requested, actual)}
        if self._compiler.warnings:
            told["search"] = self._compiler.warnings
        denied = [
            placed
            for error in self._compiler.denied
            for placed in paths.placed(error, data)
        ]
        return {
            **({"errors": denied} if denied else {}),
            "data": data,
            "extensions": told,
        }

    def _data(self) -> dict[str, Any] | None:
        schema, operation = self._document.schema, self._operation
        is_query = operation.operation is OperationType.QUERY
        root: GraphQLObjectType | None = (
            schema.query_type if is_query else schema.mutation_type
        )
        assert root is not None  # noqa: S101  The operation is valid.
        try:
            projector = self._compiler.object_of(root, [operation.selection_set], [])
        except DeniedError:
            return None
        caller = self._call.caller
        source: Any = self._call.mutations
        if is_query:
            seen = caller.shop, caller.now, caller.grant
            source = Query(root, *seen, self._compiler, self._call.queries)
        data: dict[str, Any] = projector(source)
        return data

    def _cost(self, size_of: cost.SizeOf) -> int:
        return cost.of(self._document, self._operation, size_of)


def _read(body: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(body)
    except ValueError:
        asked = None
    if not isinstance(asked, dict) or not isinstance(asked.get("query"), str):
        words = "Required parameter missing or invalid: query"
        raise RequestError([{"message": words, "extensions": {"code": "BAD_REQUEST"}}])
    return asked
