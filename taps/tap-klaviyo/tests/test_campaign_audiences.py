"""Who campaigns are for."""

from __future__ import annotations

from datetime import UTC, datetime

from wv_sandbox.klaviyo.newer import audiences

STREAM = "campaign_audiences"
NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
NEWER = {"revision": "2026-10-15", "start_date": "2024-01-01"}


def test_every_audience_is_read_with_its_campaign(read):
    rows = {row["id"]: row for row in read(STREAM, **NEWER)}

    assert set(rows) == {audience.id for audience in audiences(7, NOW)}
    for audience in audiences(7, NOW):
        assert rows[audience.id]["campaign_id"] == audience.one["campaign"][1]
        assert rows[audience.id]["included"]


def test_the_older_revision_has_none_and_is_not_asked(read, box):
    assert not read(STREAM)
    assert not box.requests
