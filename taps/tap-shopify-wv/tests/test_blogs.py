"""Blogs."""

from __future__ import annotations

from collections import Counter

STREAM = "blogs"


def test_a_blog_counts_its_articles(make_tap, sync):
    said = sync(make_tap("articles", STREAM))
    found = Counter(row["blog_id"] for row in said.records("articles"))

    assert dict(found) == {r["id"]: r["articles_count"] for r in said.records(STREAM)}


def test_they_are_filtered_by_change_and_sorted_by_id(read, asked):
    assert read(STREAM)
    assert all("sortKey: ID" in query for query, _ in asked("blogs("))
    assert any("updated_at:>=" in given["query"] for _, given in asked("blogs("))
