"""Who is in which list."""

from __future__ import annotations

from datetime import UTC, datetime

from wv_sandbox.klaviyo import people

STREAM = "list_members"
NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)


def test_every_member_of_every_list_is_read(read):
    rows = {(row["list_id"], row["profile_id"]) for row in read(STREAM)}

    assert rows == {
        (group.id, member.id)
        for group in people.groups(7, "list", NOW)
        for member in people.members(7, "list", group.id, NOW)
    }


def test_nothing_of_a_person_is_asked_for_but_the_membership(read, asked):
    read(STREAM)

    assert {q["fields[profile]"] for q in asked("/profiles")} == {"joined_group_at"}


def test_all_pages_are_read(read, asked):
    rows = read(STREAM)

    assert len(asked("/profiles")) >= len({row["list_id"] for row in rows})
    assert all(row["joined_group_at"] for row in rows)
