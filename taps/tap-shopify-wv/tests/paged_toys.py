"""Toys to read by pages: queries, a server that answers by a script, a stream."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from types import SimpleNamespace

from tap_shopify_wv.bulk_jobs import Span
from tap_shopify_wv.paging import Order
from tap_shopify_wv.queries import Query

DETAILED = """query refunds($first: Int!, $after: String) {
  orders(first: $first, after: $after) { edges { node { id refunds { id } } } }
}
query details($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Refund { id lines(first: 2) { edges { node { id } } } }
  }
}
"""
PLAIN = "query o($first: Int!, $after: String, $query: String) { orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) { edges { node { id updatedAt } } } }"  # noqa: E501 # One line is easier to compare.
NESTED = """query o($first: Int!, $after: String) {
  orders(first: $first, after: $after) {
    edges { node { id agreements(first: 1) { edges { node {
      id sales(first: 2) { edges { node { id } } }
    } } } } }
  }
}
"""
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
SPAN = Span(BEGIN, datetime(2026, 2, 1, tzinfo=UTC))


def gid(kind: str, number: object) -> str:
    return f"gid://shopify/{kind}/{number}"


def page(nodes, more=None, cursor="c"):
    edges = [{"cursor": f"{cursor}{i}", "node": n} for i, n in enumerate(nodes)]
    info = {"hasNextPage": more is not None, "endCursor": more}
    return {"edges": edges, "pageInfo": info}


class Server:
    """Answers by a script and notes what it was asked."""

    def __init__(self, *answers) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict]] = []

    def __call__(self, document, variables, _cost):
        self.asked.append((document, variables))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def stream(source: str, **changed):
    query = Query.parsed("toys", source)
    options = {
        "name": "toys",
        "root": "orders",
        "by_id": "node",
        "query": query,
        "first": 50,
        "instant": "updatedAt",
        "order": Order.FORWARDS,
        "logger": logging.getLogger("toys"),
        "search": lambda span: None if span is None else str(span.begin.day),
        "narrow": lambda _error: False,
    }
    return SimpleNamespace(**options | changed)


def order(number: int, day: int = 1) -> dict:
    return {"id": gid("Order", number), "updatedAt": f"2026-01-{day:02}T00:00:00Z"}
