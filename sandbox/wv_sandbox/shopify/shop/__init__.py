"""The seeded shop that the sandbox's Shopify serves.

`Shop(label, climate).at(now)` is a `View`, the shop at an instant:

- `view.root("orders")` is a connection of the query root: `ids(filters, sort_key,
  reverse=...)` finds rows, `node(row)` makes the object of one, `columns` are the
  search fields. Arguments that choose rows beside `query` go along:
  `view.root("fulfillmentOrders", {"includeClosed": True})`.
- `view.single("shop")` is an object of the query root, `view.find(gid)` is what
  `node(id:)` gives.
- An object is a `Node`: a dict of the GraphQL type's own field names, each made when
  it is read by `node[name]`. Connections are lists of their nodes, or `Rows` (a list
  that knows its `root`) where they are long.
- `view.books(first, last)` are the shop's own books.
"""

from __future__ import annotations

from wv_sandbox.shopify.shop.books import Books, Day
from wv_sandbox.shopify.shop.index import Column, Filter, FilterError, Root, Rows
from wv_sandbox.shopify.shop.kinds import KINDS, UnknownShopError
from wv_sandbox.shopify.shop.node import Node
from wv_sandbox.shopify.shop.shop import Shop
from wv_sandbox.shopify.shop.view import View

__all__ = [
    "KINDS",
    "Books",
    "Column",
    "Day",
    "Filter",
    "FilterError",
    "Node",
    "Root",
    "Rows",
    "Shop",
    "UnknownShopError",
    "View",
]
