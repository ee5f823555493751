"""Messages of flows."""

from __future__ import annotations

from wv_sandbox.klaviyo.flows import FLOWS

STREAM = "flow_messages"


def test_every_step_that_sends_has_its_message(read):
    rows = read(STREAM)

    assert len({row["flow_action_id"] for row in rows}) == len(rows) == 3 * len(FLOWS)


def test_steps_that_send_nothing_are_not_asked_for_messages(read, asked):
    read(STREAM)

    assert len(asked("/flow-messages")) == 3 * len(FLOWS)


def test_a_message_says_what_it_says(read):
    rows = read(STREAM)

    assert all(row["subject"] for row in rows if row["channel"] == "email")
    assert all(row["body"] for row in rows if row["channel"] == "sms")
