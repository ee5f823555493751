"""Templates without their HTML."""

from __future__ import annotations

from wv_sandbox.klaviyo.library import TEMPLATES


def test_every_template_is_read_page_by_page(read, asked):
    rows = read("templates", start_date="2024-01-01")

    assert len({row["id"] for row in rows}) == TEMPLATES
    assert len(asked("/api/templates")) == -(-TEMPLATES // 10)


def test_html_is_not_even_asked_for(read, asked):
    read("templates")

    assert asked("/api/templates")[0]["fields[template]"] == (
        "name,editor_type,created,updated"
    )
