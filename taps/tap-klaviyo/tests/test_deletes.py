"""What is gone is told by tombstones, and nothing is told falsely."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

DAY = 86_400
BEFORE = datetime(2026, 10, 28, 9, tzinfo=UTC)
"""On the first of November somebody deletes a list."""


@pytest.fixture
def then(clock):
    clock.set(BEFORE)
    return clock


def tombstones(said, stream: str) -> list[dict]:
    return [row for row in said.records(stream) if row.get("_sdc_deleted_at")]


def test_a_deleted_list_becomes_a_tombstone(make_tap, sync, then):
    first = sync(make_tap("lists", start_date="2024-01-01"))
    then.advance(10 * DAY)

    second = sync(make_tap("lists", start_date="2024-01-01", state=first.state))

    (gone,) = tombstones(second, "lists")
    own = {name for name in gone if not name.startswith("_wv_")}
    assert own == {"id", "_sdc_deleted_at"}
    assert gone["id"] in {row["id"] for row in first.records("lists")}
    assert gone["_sdc_deleted_at"] == "2026-11-07T08:59:00Z"


def test_its_members_go_with_it(make_tap, sync, then):
    first = sync(make_tap("list_members"))
    then.advance(10 * DAY)

    second = sync(make_tap("list_members", state=first.state))

    gone = tombstones(second, "list_members")
    keys = {(row["list_id"], row["profile_id"]) for row in gone}
    assert keys
    assert keys < {
        (row["list_id"], row["profile_id"]) for row in first.records("list_members")
    }


def test_between_sweeps_nothing_is_asked_for_again(make_tap, sync, then, asked):
    first = sync(make_tap("lists", start_date="2024-01-01"))
    before = len(asked("/api/lists"))
    then.advance(DAY)

    sync(make_tap("lists", start_date="2024-01-01", state=first.state))

    assert len(asked("/api/lists")) == before + 1


def test_a_tombstone_is_told_again_while_the_lookback_lasts(make_tap, sync, then):
    state = sync(make_tap("lists", start_date="2024-01-01")).state
    then.advance(10 * DAY)
    state = sync(make_tap("lists", state=state)).state
    then.advance(DAY)

    assert len(tombstones(sync(make_tap("lists", state=state)), "lists")) == 1
    then.advance(10 * DAY)
    assert not tombstones(sync(make_tap("lists", state=state)), "lists")


@pytest.mark.usefixtures("then")
def test_what_was_left_out_is_not_taken_for_gone(make_tap, sync, fail, box):
    first = sync(make_tap("list_members", "tags"))
    box.faults.add("status", status=403, path_prefix="/klaviyo/a/api/lists/")
    box.faults.add("status", status=403, path_prefix="/klaviyo/a/api/tags")

    _, second = fail(make_tap("list_members", "tags", state=first.state), Exception)

    assert not tombstones(second, "list_members")
    assert not tombstones(second, "tags")


def test_a_sweep_that_is_refused_tells_nothing(make_tap, sync, fail, then, box):
    first = sync(make_tap("lists", start_date="2024-01-01"))
    then.advance(10 * DAY)
    prefix = "/klaviyo/a/api/lists"
    box.faults.add("status", status=403, path_prefix=prefix, after=1)

    _, second = fail(make_tap("lists", state=first.state), Exception)

    assert not tombstones(second, "lists")
    assert second.state["bookmarks"]["lists"]["swept"] == "2026-10-28T08:59:00Z"


def test_without_a_ledger_nothing_false_is_told(make_tap, sync, then, tmp_path):
    first = sync(make_tap("lists"))
    then.advance(10 * DAY)

    second = sync(
        make_tap("lists", state=first.state, state_dir=str(tmp_path / "elsewhere"))
    )

    assert not tombstones(second, "lists")


def test_deletes_can_be_switched_off(make_tap, sync, then, tmp_path):
    first = sync(make_tap("lists", start_date="2024-01-01", include_deleted=False))
    then.advance(10 * DAY)

    second = sync(make_tap("lists", state=first.state, include_deleted=False))

    assert not tombstones(second, "lists")
    assert not list(tmp_path.rglob("*.ids.sqlite"))
