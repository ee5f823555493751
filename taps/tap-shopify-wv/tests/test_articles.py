"""Articles."""

from __future__ import annotations

STREAM = "articles"


def test_an_article_finds_its_blog(make_tap, sync):
    said = sync(make_tap("blogs", STREAM))
    blogs = {row["id"] for row in said.records("blogs")}

    assert {row["blog_id"] for row in said.records(STREAM)} <= blogs


def test_who_wrote_it_is_a_pseudonym(read):
    rows = read(STREAM)

    assert [row for row in rows if row["author"]]
    assert all((row["author"] or "h1:").startswith("h1:") for row in rows)
