"""Reviews."""

from __future__ import annotations

from datetime import UTC, datetime

from wv_sandbox.klaviyo.library import reviews

NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)


def test_every_review_is_read(read):
    rows = read("reviews", start_date="2024-01-01")

    assert {row["id"] for row in rows} == {review.id for review in reviews(7, NOW)}


def test_reviewers_are_pseudonyms_and_their_words_stay_away(read):
    for row in read("reviews", start_date="2024-01-01"):
        assert row["email"].startswith("h1:")
        assert row["author"].startswith("h1:")
        assert row["content"] is None
        assert row["title"] is None


def test_kept_words_are_kept(read):
    rows = read("reviews", pii_mode="keep")

    assert {row["content"] for row in rows} == {"It kept me dry."}
