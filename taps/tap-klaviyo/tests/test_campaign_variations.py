"""What variations of messages say."""

from __future__ import annotations

from datetime import UTC, datetime

from wv_sandbox.klaviyo.newer import variations

STREAM = "campaign_variations"
NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
NEWER = {"revision": "2026-10-15", "start_date": "2024-01-01"}


def test_every_variation_is_read_with_its_message(read):
    rows = {row["id"]: row for row in read(STREAM, **NEWER)}

    assert set(rows) == {variation.id for variation in variations(7, NOW)}
    for variation in variations(7, NOW):
        message = variation.one["campaign-message"][1]
        assert rows[variation.id]["campaign_message_id"] == message


def test_each_channel_says_what_it_says(read):
    by_channel = {row["channel"]: row for row in read(STREAM, **NEWER)}

    assert by_channel["email"]["subject"]
    assert by_channel["email"]["from_email"].startswith("h1:")
    assert by_channel["sms"]["body"]
    assert by_channel["push"]["title"]


def test_the_older_revision_has_none_and_is_not_asked(read, box):
    assert not read(STREAM)
    assert not box.requests
