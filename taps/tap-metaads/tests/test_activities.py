"""The log: a key of its own, people as pseudonyms, a day again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
LONG = {"start_date": "2026-03-01"}


def test_an_entry_is_known_by_what_it_tells(read):
    rows = read("activities", **LONG)

    keys = {row["activity_key"] for row in rows}
    assert len(keys) == len(rows) > 5
    assert all(len(key) == 64 for key in keys)


def test_an_entry_read_twice_has_the_same_key(read):
    first = [row["activity_key"] for row in read("activities", **LONG)]

    assert [row["activity_key"] for row in read("activities", **LONG)] == first


def test_people_leave_as_pseudonyms_unless_they_may_stay(read):
    hashed = read("activities", **LONG)
    kept = read("activities", pii_mode="keep", **LONG)

    assert {row["actor_name"][:3] for row in hashed} == {"h1:"}
    assert "Sandbox Person" in {row["actor_name"] for row in kept}


def test_the_next_run_reads_the_last_day_again(make_tap, sync, asked):
    state = sync(make_tap("activities")).state

    sync(make_tap("activities", state=state))

    since = int(asked("/activities")[-1]["since"])
    assert since == int((NOW - timedelta(days=1)).timestamp())


def test_the_first_run_without_a_start_reads_ninety_days(make_tap, sync, asked):
    sync(make_tap("activities", start_date=None))

    since = int(asked("/activities")[0]["since"])
    assert since == int((NOW - timedelta(days=90)).timestamp())


def test_without_the_log_no_key_of_pseudonyms_is_needed(make_tap, sync, monkeypatch):
    tap = make_tap("ad_labels")
    monkeypatch.delenv("WV_PII_KEY")

    assert sync(tap).records("ad_labels")
