"""Messages of campaigns ride along with them."""

from __future__ import annotations

from datetime import UTC, datetime

from wv_sandbox.klaviyo.campaigns import messages

STREAM = "campaign_messages"
NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)


def test_every_message_of_every_campaign_is_read(read):
    rows = read(STREAM, start_date="2024-01-01")

    assert {row["id"] for row in rows} == {m.id for m in messages(7, NOW)}


def test_a_message_belongs_to_its_campaign(read):
    rows = {row["id"]: row for row in read(STREAM, start_date="2024-01-01")}

    for message in messages(7, NOW):
        assert rows[message.id]["campaign_id"] == message.one["campaign"][1]


def test_messages_cost_no_request_each(read, asked):
    rows = read(STREAM)

    assert len(rows) > len(asked("/api/campaigns"))
    assert {query["include"] for query in asked("/api/campaigns")} == {
        "campaign-messages"
    }


def test_each_channel_says_what_it_says(read):
    rows = read(STREAM, start_date="2026-10-01")
    by_channel = {row["channel"]: row for row in rows}

    assert by_channel["email"]["subject"]
    assert by_channel["sms"]["body"]
    assert by_channel["mobile_push"]["title"]


def test_the_senders_address_is_a_pseudonym(read):
    emails = [row for row in read(STREAM) if row["channel"] == "email"]

    assert all(row["from_email"].startswith("h1:") for row in emails)
