"""Backfills go by bulk, small increments by pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tap_kit.errors import SkipError
from tap_shopify_wv.bulk_choice import WIDE, goes_by_bulk
from tap_shopify_wv.bulk_jobs import Job, Jobs, Span

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
WEEK = Span(NOW - timedelta(days=7), NOW)
BACKFILL = Span(NOW - WIDE - timedelta(seconds=1), NOW)


class Stream:
    bulk = True
    first = 50

    def __init__(self, root: str = "orders") -> None:
        self.root = root
        self.jobs = Jobs({}, lambda: None)

    def search(self, span: Span | None) -> str | None:
        return f"from {span.begin}" if span else None


class Counter:
    """Counts so many rows, and remembers what it was asked."""

    def __init__(self, rows: int | None) -> None:
        self.rows = rows
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def __call__(
        self, document: str, variables: dict[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        assert not once
        self.asked.append((document, variables))
        field = document.partition("{ ")[2].partition("(")[0]
        return {field: None if self.rows is None else {"count": self.rows}}


@pytest.mark.parametrize(("rows", "by_bulk"), [(0, False), (500, False), (501, True)])
def test_rows_decide_where_they_can_be_counted(rows: int, by_bulk: bool):  # noqa: FBT001 - a parameter of the test.
    count = Counter(rows)

    assert goes_by_bulk(Stream(), WEEK, "auto", count) is by_bulk
    ((document, variables),) = count.asked
    assert "ordersCount(query: $query, limit: $limit)" in document
    assert variables == {"query": f"from {WEEK.begin}", "limit": 501}


@pytest.mark.parametrize(
    ("span", "by_bulk"), [(WEEK, False), (BACKFILL, True), (None, True)]
)
def test_the_window_decides_where_nobody_counts(span: Span | None, by_bulk: bool):  # noqa: FBT001 - a parameter of the test.
    count = Counter(0)

    assert goes_by_bulk(Stream("blogs"), span, "auto", count) is by_bulk
    assert count.asked == []


def test_the_window_decides_where_counting_is_denied():
    def denied(*_args: Any, **_kwargs: Any) -> dict[str, Any]:
        msg = "access denied"
        raise SkipError(msg)

    assert goes_by_bulk(Stream(), BACKFILL, "auto", denied)
    assert not goes_by_bulk(Stream(), WEEK, "auto", Counter(None))


def test_jobs_of_an_earlier_run_are_read():
    stream = Stream()
    stream.jobs.add(Job("gid://shopify/BulkOperation/1", "q", WEEK, NOW))

    assert goes_by_bulk(stream, WEEK, "auto", Counter(0))


def test_the_setting_decides_first():
    assert goes_by_bulk(Stream(), WEEK, "always", Counter(0))
    assert not goes_by_bulk(Stream(), BACKFILL, "never", Counter(9_999))


@pytest.mark.parametrize("mode", ["auto", "always"])
def test_what_bulk_forbids_goes_by_pages(mode: str):
    stream = Stream()
    stream.bulk = False

    assert not goes_by_bulk(stream, BACKFILL, mode, Counter(9_999))
