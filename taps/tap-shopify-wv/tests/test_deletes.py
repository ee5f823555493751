"""What is deleted in the shop is marked in the lake, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tap_kit.errors import DataError
from tap_kit.ledger import Ledger
from tap_shopify_wv.deletes import COLUMN, Deletes, Times, finds_deletes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
DAY = timedelta(days=1)


def gid(number: int) -> str:
    return f"gid://shopify/Order/{number}"


def text(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")


def tombstones(records: Any) -> dict[str, str]:
    return {one["id"]: one[COLUMN] for one in records if COLUMN in one}


class Stream:
    """A stream as the tap makes it: the state is that of the last run."""

    def __init__(
        self, name: str = "orders", keys: tuple[str, ...] = ("id",), **state: Any
    ) -> None:
        self.name = name
        self.primary_keys = keys
        self.stream_state: dict[str, Any] = state


class Shop:
    """Has orders, and tells of deletions by events, two a page."""

    def __init__(self) -> None:
        self.ids = [gid(number) for number in range(1, 6)]
        self.events: list[dict[str, Any]] = []
        self.windows: list[str] = []
        self.sees_all = True
        self.lists = 0

    def delete(self, number: int, at: datetime | None = None) -> None:
        """Delete an order; without an event if no instant is given."""
        self.ids.remove(gid(number))
        if at:
            self.events.append({"subjectId": gid(number), "createdAt": text(at)})

    def ask(
        self, document: str, variables: dict[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        assert not once
        if "nodes(ids:" in document:
            ids = variables["ids"]
            return {"nodes": [{"id": i} if i in self.ids else None for i in ids]}
        self.windows.append(variables["query"])
        begin = int(variables["after"] or 0)
        page = self.events[begin : begin + 2]
        more = begin + 2 < len(self.events)
        info = {"hasNextPage": more, "endCursor": str(begin + 2)}
        return {"events": {"edges": [{"node": e} for e in page], "pageInfo": info}}

    def list_ids(self, _stream: Any) -> Iterator[str] | None:
        self.lists += 1
        return iter(self.ids) if self.sees_all else None

    def records(self) -> Iterator[dict[str, Any]]:
        for ident in self.ids:
            yield {"id": ident, "name": "#1"}


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ids.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def follow(shop: Shop, ledger: Ledger) -> Callable[..., list[dict[str, Any]]]:
    """Make one run, some days later than the first."""

    def run(stream: Stream, day: int = 0, records: Any = None) -> list[dict[str, Any]]:
        times = Times(until=NOW + day * DAY, lookback=7 * DAY, sweep_every=7 * DAY)
        deletes = Deletes(ledger, shop.ask, shop.list_ids, times)
        given = shop.records() if records is None else records
        return list(deletes.follow(stream, given))

    return run


def test_the_first_run_has_nothing_to_look_for(follow: Any, shop: Shop):
    stream = Stream()

    records = follow(stream)

    assert records == list(shop.records())
    assert (shop.windows, shop.lists) == ([], 0)
    assert stream.stream_state == {"deletes": {"events": text(NOW), "sweep": text(NOW)}}


def test_an_event_is_a_tombstone_with_the_keys_alone(follow: Any, shop: Shop):
    stream = Stream()
    follow(stream)
    shop.delete(3, NOW + DAY / 2)

    assert follow(stream, 1, ())[-1] == {
        "id": gid(3),
        "_sdc_deleted_at": text(NOW + DAY / 2),
    }


def test_events_are_read_from_the_lookback_on(follow: Any, shop: Shop):
    stream = Stream()
    follow(stream)
    follow(stream, 1)

    (window,) = shop.windows
    assert window.startswith("created_at:>='2026-11-14T06:00:00Z'")


def test_a_tombstone_is_told_again_for_the_lookback(follow: Any, shop: Shop):
    """It may have been lost on its way; the tap cannot know."""
    stream = Stream()
    follow(stream)
    shop.delete(3, NOW)

    told = [gid(3) in tombstones(follow(stream, day)) for day in (1, 6, 8, 9, 20)]

    assert told == [True, True, True, False, False]


def test_what_was_deleted_long_before_it_was_found_is_told(follow: Any, shop: Shop):
    """Nobody had run the tap for months."""
    stream = Stream()
    follow(stream)
    shop.delete(3, NOW + DAY)

    assert tombstones(follow(stream, 90)) == {gid(3): text(NOW + DAY)}


def test_the_sweep_finds_what_left_no_event(follow: Any, shop: Shop):
    stream = Stream()
    follow(stream)
    shop.delete(3)

    assert tombstones(follow(stream, 6)) == {}
    assert tombstones(follow(stream, 7)) == {gid(3): text(NOW + 7 * DAY)}
    assert shop.lists == 1
    assert stream.stream_state["deletes"]["sweep"] == text(NOW + 7 * DAY)


def test_an_order_a_run_never_brought_is_swept_too(follow: Any, shop: Shop):
    """The ledger learns it from the first sweep."""
    stream = Stream()
    follow(stream, 0, ())
    follow(stream, 7, ())
    shop.delete(3)

    assert tombstones(follow(stream, 14, ())) == {gid(3): text(NOW + 14 * DAY)}


def test_what_the_shop_still_has_is_not_buried(
    follow: Any, shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    """The list may be late; the shop is asked by id before a row is buried."""
    stream = Stream()
    follow(stream)
    monkeypatch.setattr(shop, "list_ids", lambda _stream: iter([gid(1)]))

    assert tombstones(follow(stream, 7)) == {}


def test_where_not_all_rows_are_seen_nothing_is_swept(
    follow: Any, shop: Shop, caplog: pytest.LogCaptureFixture
):
    """Without read_all_orders an old order leaves the list by growing old."""
    stream = Stream()
    follow(stream)
    shop.delete(3)
    shop.sees_all = False

    assert tombstones(follow(stream, 7)) == {}
    assert "read_all_orders" in caplog.text
    assert stream.stream_state["deletes"]["sweep"] == text(NOW)


def test_a_lost_ledger_is_said_and_buries_nobody(
    follow: Any, shop: Shop, caplog: pytest.LogCaptureFixture
):
    stream = Stream(deletes={"events": text(NOW), "sweep": text(NOW)})
    shop.delete(3)

    assert tombstones(follow(stream, 7, ())) == {}
    assert "ledger of ids is new" in caplog.text


def test_an_order_that_comes_again_lives(follow: Any, shop: Shop):
    stream = Stream()
    follow(stream)
    shop.delete(3)
    follow(stream, 7)
    shop.ids.append(gid(3))

    assert tombstones(follow(stream, 8)) == {}


def test_a_run_that_breaks_leaves_the_state_where_it_was(follow: Any):
    stream = Stream(deletes={"events": text(NOW), "sweep": text(NOW)})

    def broken() -> Iterator[dict[str, Any]]:
        yield {"id": gid(1)}
        raise DataError("x")  # noqa: EM101 - its words do not matter.

    with pytest.raises(DataError):
        follow(stream, 7, broken())

    assert stream.stream_state["deletes"] == {"events": text(NOW), "sweep": text(NOW)}


def test_no_record_waits_for_another(shop: Shop, ledger: Ledger):
    """The stream's state moves with its records; one ahead would be lost by a kill."""
    out: list[str] = []

    def records() -> Iterator[dict[str, Any]]:
        for number in range(600):
            assert len(out) == number
            yield {"id": gid(number)}

    times = Times(until=NOW, lookback=DAY, sweep_every=DAY)
    deletes = Deletes(ledger, shop.ask, shop.list_ids, times)
    for record in deletes.follow(Stream(), records()):
        if len(out) in (249, 499):
            assert ledger.knows_any("orders")
        out.append(record["id"])

    assert len(out) == 600


def test_a_stream_that_is_read_whole_shows_its_own_deletions(follow: Any, shop: Shop):
    stream = Stream("collection_products", ("collection_id", "product_id"))
    members = [{"collection_id": "c1", "product_id": f"p{n}"} for n in range(3)]

    follow(stream, 0, members)
    records = follow(stream, 1, members[1:])

    gone = {**members[0], COLUMN: text(NOW + DAY)}
    assert records == [*members[1:], gone]
    assert (shop.windows, shop.lists, stream.stream_state) == ([], 0, {})


def test_half_a_reading_of_such_a_stream_buries_nobody(follow: Any, ledger: Ledger):
    stream = Stream("themes")
    follow(stream, 0, [{"id": "1"}, {"id": "2"}])

    def broken() -> Iterator[dict[str, Any]]:
        yield {"id": "1"}
        raise DataError("x")  # noqa: EM101 - its words do not matter.

    with pytest.raises(DataError):
        follow(stream, 1, broken())

    assert list(ledger.gone("themes", "")) == []


def test_other_streams_are_left_alone(follow: Any, shop: Shop, ledger: Ledger):
    stream = Stream("order_line_items")

    assert follow(stream) == list(shop.records())
    assert not finds_deletes("order_line_items")
    assert not ledger.knows_any("order_line_items")
    assert stream.stream_state == {}


def test_discounts_are_swept_only(follow: Any, shop: Shop):
    """Their events name ids of another kind."""
    stream = Stream("discounts")
    follow(stream)
    shop.delete(3)

    assert list(tombstones(follow(stream, 7))) == [gid(3)]
    assert shop.windows == []
