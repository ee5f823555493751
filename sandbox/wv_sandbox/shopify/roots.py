"""The roots of the query type: where the objects of an answer come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from graphql import get_named_type

from wv_sandbox.shopify import search, search_fields, versions
from wv_sandbox.shopify.connections import Arguments, Found
from wv_sandbox.shopify.errors import RequestError, too_many_inputs
from wv_sandbox.shopify.grants import ALL_ORDERS, ORDER_DAYS
from wv_sandbox.shopify.shop.index import Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from graphql import GraphQLObjectType

    from wv_sandbox.shopify.connections import Row
    from wv_sandbox.shopify.grants import Grant
    from wv_sandbox.shopify.plan import Compiler
    from wv_sandbox.shopify.shop.view import View

    Resolver = Callable[[Mapping[str, Any]], Any]
    """Gives what a root field gives, from its arguments."""

MOST_INPUTS = 250
"""Elements that a list among the arguments may have."""
_COUNT = "Count"
_BULK_OPERATION = "gid://shopify/BulkOperation/"


@dataclass(frozen=True)
class Query:
    """The query root of one request.

    Attributes:
        root: The query type.
        shop: The shop as it is now.
        now: Sandbox time.
        grant: What the caller may read.
        compiler: Where warnings about searches go.
        others: Roots that are not the shop's, the bulk operations.
    """

    root: GraphQLObjectType
    shop: View
    now: datetime
    grant: Grant
    compiler: Compiler
    others: Mapping[str, Resolver]

    def __getitem__(self, name: str) -> Resolver:
        """Give the resolver of a root field."""
        own: Mapping[str, Resolver] = {
            "publicApiVersions": lambda _: versions.listed(),
            "currentAppInstallation": lambda _: self._installation(),
            "node": lambda given: self._find(given["id"]),
            "nodes": lambda given: self._find_all(given["ids"]),
            **self.others,
        }
        if name in own:
            return own[name]
        kind = get_named_type(self.root.fields[name].type).name
        if kind == _COUNT:
            return lambda given: self._count(name, given)
        if kind.endswith("Connection"):
            return lambda given: Found(self.shop.root(name, given), self._seen(name))
        return lambda given: self._single(name, given)

    def _single(self, name: str, given: Mapping[str, Any]) -> Row | None:
        return self._find(given["id"]) if "id" in given else self.shop.single(name)

    def _find(self, gid: str) -> Row | None:
        if gid.startswith(_BULK_OPERATION):
            found: Row | None = self.others["bulkOperation"]({"id": gid})
            return found
        return self.shop.find(gid)

    def _find_all(self, gids: list[str]) -> list[Row | None]:
        if len(gids) > MOST_INPUTS:
            raise RequestError([too_many_inputs(len(gids), MOST_INPUTS)])
        return [self._find(gid) for gid in gids]

    def _installation(self) -> dict[str, Any]:
        scopes = [
            {"handle": scope, "description": scope.replace("_", " ")}
            for scope in sorted(self.grant.scopes)
        ]
        return {"id": "gid://shopify/AppInstallation/1", "accessScopes": scopes}

    def _seen(self, name: str) -> tuple[Filter, ...]:
        """Give what is true of the rows that the caller may see."""
        if name != "orders" or ALL_ORDERS in self.grant.scopes:
            return ()
        since = self.now - timedelta(days=ORDER_DAYS)
        return (Filter("created_at", ">=", since.isoformat()),)

    def _count(self, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        text, limit = given.get("query"), given.get("limit")
        found = search.parse(text, search_fields.of(name))
        self.compiler.warn([name], text, found)
        root = name.removesuffix(_COUNT)
        rows = Found(self.shop.root(root), self._seen(root))
        count = len(rows.ids(Arguments(filters=tuple(found.filters))))
        if limit is None or count <= limit:
            return {"count": count, "precision": "EXACT"}
        return {"count": limit, "precision": "AT_LEAST"}
