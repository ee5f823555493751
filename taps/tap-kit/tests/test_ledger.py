"""The ledger remembers keys, and tells which of them are missing."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_kit.errors import ExitCode, TapError
from tap_kit.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LONG_AGO = "2025-11-20T06:00:00Z"
EARLY, LATE = "2026-11-20T06:00:00Z", "2026-11-21T06:00:00Z"
keys = st.sets(st.text(max_size=3))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ids.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    opened = Ledger(path)
    yield opened
    opened.close()


def missing(ledger: Ledger, listed: Iterable[str], stream: str = "orders") -> list[str]:
    ledger.begin_list()
    ledger.add_to_list(listed)
    return ledger.missing(stream)


def test_what_is_listed_no_more_is_missing(ledger: Ledger):
    ledger.note("orders", ["1", "2", "3"])

    assert missing(ledger, ["3", "1", "1"]) == ["2"]


def test_what_a_list_brings_is_known_from_then_on(ledger: Ledger):
    ledger.note("orders", ["1"])
    missing(ledger, ["1", "2"])

    assert missing(ledger, ["1"]) == ["2"]


def test_an_empty_list_says_nothing(ledger: Ledger):
    """A list that failed must not bury a whole shop."""
    ledger.note("orders", ["1"])

    assert missing(ledger, []) == []


def test_each_list_begins_anew(ledger: Ledger):
    ledger.note("orders", ["1", "2"])
    missing(ledger, ["1"])

    assert missing(ledger, ["2"]) == ["1"]


def test_streams_do_not_know_each_other(ledger: Ledger):
    ledger.note("orders", ["1"])

    assert not ledger.knows_any("customers")
    assert missing(ledger, ["2"], "customers") == []
    assert ledger.knows_any("orders")


def test_what_is_gone_is_told_since_when_and_not_missed_again(ledger: Ledger):
    ledger.note("orders", ["1", "2"])
    ledger.bury("orders", ["2"], LONG_AGO, EARLY)
    ledger.bury("orders", ["2"], EARLY, LATE)

    assert list(ledger.gone("orders", EARLY)) == [("2", LONG_AGO)]
    assert list(ledger.gone("orders", LATE)) == []
    assert missing(ledger, ["1"]) == []


def test_what_nobody_had_seen_can_be_gone(ledger: Ledger):
    ledger.bury("orders", ["7"], EARLY)

    assert list(ledger.gone("orders", EARLY)) == [("7", EARLY)]


def test_what_was_never_noted_is_unknown_and_what_is_gone_is_not(ledger: Ledger):
    ledger.note("orders", ["1"])
    ledger.bury("orders", ["2"], EARLY)

    assert ledger.unknown("orders", ["4", "2", "3", "1"]) == ["4", "3"]
    assert ledger.unknown("customers", ["1"]) == ["1"]


def test_what_comes_again_is_back(ledger: Ledger):
    ledger.bury("orders", ["1"], EARLY)
    ledger.note("orders", ["1"])

    assert list(ledger.gone("orders", EARLY)) == []


def test_it_outlives_the_run(ledger: Ledger, path: Path):
    ledger.note("orders", ["1"])
    ledger.bury("orders", ["2"], EARLY, EARLY)
    ledger.close()

    again = Ledger(path)

    assert list(again.gone("orders", EARLY)) == [("2", EARLY)]
    assert again.knows_any("orders")
    again.close()


def test_a_batch_that_breaks_is_not_noted_by_half(ledger: Ledger):
    def broken() -> Iterator[str]:
        yield "1"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.note("orders", broken())

    assert not ledger.knows_any("orders")


def test_only_the_owner_may_read_it(ledger: Ledger, path: Path):
    ledger.note("orders", ["1"])

    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {
        0o600
    }


@pytest.mark.parametrize("content", [b"no database" * 999])
def test_a_file_that_is_none_is_told(path: Path, content: bytes):
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(TapError, match="ledger of ids cannot be used") as caught:
        Ledger(path)

    assert caught.value.exit_code is ExitCode.STORAGE


def test_a_folder_that_cannot_be_is_told(path: Path):
    path.parent.write_bytes(b"")

    with pytest.raises(TapError, match="ledger of ids cannot be used"):
        Ledger(path)


@given(keys, keys)
def test_missing_is_the_difference(
    tmp_path_factory: pytest.TempPathFactory, known: set[str], listed: set[str]
):
    ledger = Ledger(tmp_path_factory.mktemp("ledger") / "ids.sqlite")
    ledger.note("orders", known)

    found = missing(ledger, listed)

    assert set(found) == (known - listed if listed else set())
    ledger.close()
