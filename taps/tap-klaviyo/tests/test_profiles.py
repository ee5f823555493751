"""People, as pseudonyms."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from wv_sandbox.klaviyo.people import profiles

STREAM = "profiles"
NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
PEOPLE = ("email", "phone_number", "first_name", "last_name", "address1", "zip", "ip")


def test_everybody_is_read(read):
    rows = read(STREAM, start_date="2024-01-01")

    assert {row["id"] for row in rows} == {person.id for person in profiles(7, NOW)}


def test_only_who_changed_since_is_read(read):
    rows = read(STREAM)

    assert rows
    assert all(row["updated"] >= "2026-11-01" for row in rows)


def test_people_leave_as_pseudonyms(read):
    for row in read(STREAM):
        for column in PEOPLE:
            assert row[column] is None or row[column].startswith("h1:")


def test_nothing_personal_is_left_in_a_record(read):
    said = json.dumps(read(STREAM, start_date="2024-01-01"))

    for person in profiles(7, NOW):
        about = person.attributes
        for datum in (about["email"], about["phone_number"], about["location"]["ip"]):
            assert datum is None or datum not in said


def test_coordinates_leave_as_a_cell(read):
    rows = read(STREAM)

    assert all(len(row["geohash"]) == 5 for row in rows)
    assert not {"latitude", "longitude"} & set(rows[0])


def test_dropped_people_are_null(read):
    for row in read(STREAM, pii_mode="drop"):
        assert [row[column] for column in PEOPLE] == [None] * len(PEOPLE)


def test_kept_people_are_as_they_came(read):
    rows = read(STREAM, pii_mode="keep")

    assert all("@mail.example" in row["email"] for row in rows)
    assert all(json.loads(row["properties"]) for row in rows)


def test_a_place_that_is_none_has_no_cell(make_tap):
    stream = make_tap(STREAM).streams[STREAM]
    person = {"id": "1", "attributes": {"location": {"latitude": "91", "longitude": 0}}}

    (row,) = stream.rows(person, {}, "all")

    assert row["geohash"] is None


def test_somebody_without_a_place_has_no_cell(make_tap):
    stream = make_tap(STREAM).streams[STREAM]

    (row,) = stream.rows({"id": "1", "attributes": {}}, {}, "all")

    assert row["geohash"] is None
