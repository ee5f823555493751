"""A shop that runs bulk operations in memory, and a stream to be read from it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from requests import Response

from tap_kit.clock import ManualClock
from tap_kit.report import RunReport
from tap_shopify_wv import bulk_api
from tap_shopify_wv.bulk import BulkReader, Tools
from tap_shopify_wv.bulk_jobs import Jobs, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
DAY = timedelta(days=1)
CONFIG = {
    "bulk_window_days": 10,
    "bulk_max_concurrent": 2,
    "bulk_poll_seconds": 5,
    "bulk_timeout_seconds": 600,
    "max_wait_seconds": 60,
    "strict_scopes": False,
}
WINDOW = re.compile(r'query: "(\S+) (\S+)"')


def text(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")


def order(number: int) -> dict[str, Any]:
    """Return the order that was changed that many days ago, at noon."""
    at = NOW - number * DAY + timedelta(hours=6)
    return {"id": f"gid://shopify/Order/{number}", "updatedAt": text(at)}


class Stream:
    """Orders of which each has two lines, in bulk or by pages."""

    name = "orders"
    instant = "updatedAt"
    filter_by = "updated_at"

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}
        self.told = 0
        self.jobs = Jobs(self.state, self.tell)
        self.paged: list[Span | None] = []
        self.refilled: list[tuple[tuple[str, ...], str]] = []

    def tell(self) -> None:
        self.told += 1

    def bulk_text(self, span: Span | None) -> str:
        window = f'(query: "{text(span.begin)} {text(span.end)}")' if span else ""
        inner = "lineItems { edges { node { id } } }"
        return f"{{ orders{window} {{ edges {{ node {{ id updatedAt {inner} }} }} }} }}"

    def by_pages(self, span: Span | None) -> Iterator[dict[str, Any]]:
        self.paged.append(span)
        yield {"id": "by pages"}

    def refill(self, path: tuple[str, ...], parent_id: str) -> list[dict[str, Any]]:
        self.refilled.append((path, parent_id))
        return []


class Shop:
    """Runs bulk operations: each takes two looks, the newest lines come first."""

    def __init__(self) -> None:
        self.orders = [order(number) for number in range(40)]
        self.jobs: dict[str, dict[str, Any]] = {}
        self.queries: list[str] = []
        self.cancelled: list[str] = []
        self.busy = 0
        self.fail: Callable[[Span | None], dict[str, Any]] = lambda _span: {}

    def ask(
        self, document: str, variables: dict[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        match document:
            case bulk_api.RUN:
                assert once
                return {"bulkOperationRunQuery": self.run(variables["query"])}
            case bulk_api.LOOK:
                return {"bulkOperation": self.look(variables["id"])}
            case bulk_api.CANCEL:
                self.cancelled.append(variables["id"])
                return {"bulkOperationCancel": {}}
        raise AssertionError(document)

    def run(self, query: str) -> dict[str, Any]:
        under_way = [job for job in self.jobs.values() if job["looks"] > 0]
        if self.busy + len(under_way) >= 5:
            self.busy = max(self.busy - 1, 0)
            error = {"code": "OPERATION_IN_PROGRESS", "message": "5 are running"}
            return {"bulkOperation": None, "userErrors": [error]}
        self.queries.append(query)
        ident = f"gid://shopify/BulkOperation/{len(self.queries)}"
        found = WINDOW.search(query)
        span = Span(*map(datetime.fromisoformat, found.groups())) if found else None
        lines = list(self.lines(span))
        self.jobs[ident] = {"looks": 2, "lines": lines, "id": ident} | self.fail(span)
        return {"bulkOperation": {"id": ident}, "userErrors": []}

    def lines(self, span: Span | None) -> Iterator[dict[str, Any]]:
        for one in self.orders:
            at = datetime.fromisoformat(one["updatedAt"])
            if span is None or span.begin <= at < span.end:
                for number in range(2):
                    ident = f"gid://shopify/LineItem/{one['id'][-2:]}{number}"
                    yield {"id": ident, "__parentId": one["id"]}
                yield one

    def look(self, ident: str) -> dict[str, Any] | None:
        job = self.jobs.get(ident)
        if job is None:
            return None
        job["looks"] -= 1
        done = job["looks"] <= 0
        roots = sum("__parentId" not in one for one in job["lines"])
        return {
            "id": ident,
            "status": job.get("status", "COMPLETED") if done else "RUNNING",
            "errorCode": job.get("error") if done else None,
            "objectCount": str(len(job["lines"])),
            "rootObjectCount": str(roots),
            "url": job.get("url", ident if job["lines"] else None) if done else None,
        }

    def stream_to_file(self, url: str, path: Path, **_limits: float) -> Response:
        response = Response()
        response.url, response.status_code = "https://storage.example.com/x", 404
        if url in self.jobs:
            lines = self.jobs[url]["lines"]
            path.write_text("".join(f"{json.dumps(one)}\n" for one in lines))
            response.status_code = 200
        return response


def days(begin: float, end: float) -> Span:
    return Span(NOW - begin * DAY, NOW - end * DAY)


def ids(nodes: Any) -> list[str]:
    return [node["id"].rpartition("/")[2] for node in nodes]


def expected(begin: int, end: int) -> list[str]:
    return [str(number) for number in range(begin, end, -1)]


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def read(shop: Shop, clock: ManualClock) -> Callable[..., Iterator[dict[str, Any]]]:
    def call(
        stream: Stream, span: Span | None, **config: Any
    ) -> Iterator[dict[str, Any]]:
        report = RunReport("tap", "1", clock, run_id="run-1")
        tools = Tools(
            ask=shop.ask,
            session=shop,
            clock=clock,
            report=report,
            config=CONFIG | config,
        )
        return BulkReader(tools).read(stream, span)

    return call


@pytest.fixture
def stream() -> Stream:
    return Stream()
