"""Campaigns of revision 2026-10-15, in the columns of the older one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wv_sandbox.klaviyo import newer
from wv_sandbox.klaviyo.rules import endpoints

NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
NEWER = {"revision": "2026-10-15", "start_date": "2024-01-01"}


def test_every_campaign_is_read_in_one_walk_a_shelf(read, box):
    rows = read("campaigns", **NEWER)

    assert {row["id"] for row in rows} == {c.id for c in newer.campaigns(7, NOW)}
    assert {row["archived"] for row in rows} == {True, False}
    assert {r.headers["revision"] for r in box.requests} == {"2026-10-15"}


def test_a_campaign_has_the_columns_it_had(read):
    for row in read("campaigns", **NEWER):
        assert row["name"]
        assert row["send_method"] == "static"
        assert row["builder"] == "wizard"
        assert row["updated_at"]


def test_every_message_is_read_with_what_it_says(read):
    rows = {row["id"]: row for row in read("campaign_messages", **NEWER)}

    for message in newer.messages(7, NOW):
        row = rows[message.id]
        assert row["campaign_id"] == message.one["campaign"][1]
        assert row["status"] == message.asked["status"]
        assert row["send_time"]
        assert row["subject"] or row["body"]
    assert {row["channel"] for row in rows.values()} == {"email", "sms", "push"}


def test_both_revisions_share_the_columns(make_tap):
    for name in ("campaigns", "campaign_messages"):
        newer_one = make_tap(**NEWER).streams[name].schema
        older_one = make_tap().streams[name].schema
        assert newer_one == older_one


def test_a_message_without_a_variation_is_still_written(make_tap):
    stream = make_tap(**NEWER).streams["campaign_messages"]

    (row,) = stream.rows({"id": "1", "attributes": {}}, {}, "all")

    assert row["id"] == "1"
    assert row["campaign_id"] is None


@pytest.mark.parametrize(
    "stream",
    ["campaigns", "campaign_messages", "campaign_audiences", "campaign_variations"],
)
def test_every_request_is_legal(read, box, stream):
    read(stream, **NEWER)

    for request in box.requests:
        rules = endpoints("2026-10-15")[request.path.removeprefix("/klaviyo/a")]
        assert set(request.query) <= set(rules["parameters"])
        assert int(request.query["page[size]"]) <= rules["page"]["maximum"]
