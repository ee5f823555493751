"""An account to the lake: twice the same, from any STATE the same, nobody's name."""

from __future__ import annotations

import json
import logging
import random
from typing import TYPE_CHECKING

import pytest

from tap_kit.errors import SettingsError
from target_parquet_lake.errors import PartialError
from tests.pipes import (
    AccountPipe,
    GooglePipe,
    MailPipe,
    MetaPipe,
    ShopPipe,
    records,
)

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from wv_sandbox.testing import Served

KILLS = 4
SEED = 20261115
LOOKBACK = "2026-11-08"
SHORT = 8


@pytest.fixture(
    scope="module",
    params=[ShopPipe, MailPipe, GooglePipe, MetaPipe],
    ids=lambda p: p.tap.name,
)
def kind(request: pytest.FixtureRequest) -> type[AccountPipe]:
    """The account that a test is tried on."""
    pipe: type[AccountPipe] = request.param
    return pipe


@pytest.fixture(scope="module")
def whole(
    kind: type[AccountPipe], tmp_path_factory: pytest.TempPathFactory, box: Served
) -> AccountPipe:
    """A pipe that ran all streams once; nobody writes to it again."""
    pipe = kind(tmp_path_factory.mktemp("whole"), box)
    pipe.keep(pipe.said())
    return pipe


@pytest.fixture(scope="module")
def few(
    kind: type[AccountPipe], tmp_path_factory: pytest.TempPathFactory, box: Served
) -> AccountPipe:
    """A pipe that ran a few streams once."""
    pipe = kind(tmp_path_factory.mktemp("few"), box)
    pipe.keep(pipe.said(None, *pipe.few, **pipe.fewer))
    return pipe


def test_a_second_run_reads_the_lookback_and_changes_no_row(
    tmp_path: Path, whole: AccountPipe
):
    pipe, state = whole.after(tmp_path)

    second = pipe.said(state)
    pipe.load(second)

    assert pipe.rows() == whole.rows()
    for stream, cursor in pipe.cursors.items():
        again = records(second, stream)
        assert len(again) < len(records(whole.lines, stream)) / 2
        assert all(record[cursor] >= LOOKBACK for record in again)


def test_every_state_of_a_run_is_a_good_start(tmp_path: Path, few: AccountPipe):
    """A run up to a STATE, then a run from that STATE: the lake lacks nothing."""
    lines, wanted = few.lines, few.rows()
    found = [i for i, line in enumerate(lines) if json.loads(line)["type"] == "STATE"]
    assert len(found) > len(few.few)

    for number, index in enumerate(found):
        again = type(few)(tmp_path / str(number), few.box)
        state = json.loads(lines[index])["value"]
        again.load(lines[: index + 1])
        again.load(again.said(state, *few.few, **few.fewer))
        assert again.rows() == wanted, f"state {number} of {len(found)}: {state}"


@pytest.mark.kill
def test_kills_at_any_point_lose_and_double_nothing(tmp_path: Path, few: AccountPipe):
    """kill -9 on both ends at random lines; the next run starts at the last STATE."""
    pipe = type(few)(tmp_path, few.box)
    chance = random.Random(SEED)  # noqa: S311 # Reproducible, not secret.
    total = len(few.lines)
    state: Any = None
    for _ in range(KILLS):
        state = pipe.interrupted(state, chance.randint(1, total), chance) or state

    pipe.load(pipe.said(state, *pipe.few, **pipe.fewer))

    assert pipe.rows() == few.rows()


def test_no_secret_and_no_address_is_anywhere(
    kind: type[AccountPipe],
    tmp_path: Path,
    box: Served,
    caplog: pytest.LogCaptureFixture,
):
    """Logs, errors, messages, state, lake, dead letters, and what outlives the run."""
    caplog.set_level(logging.DEBUG)
    persons, *_ = kind.people
    days = {"start_date": kind.people_since} if kind.people_since else {}
    kept = kind(tmp_path / "kept", box).said(None, persons, pii_mode="keep", **days)
    rows = records(kept, persons)
    # A machine's short name is in other words, too.
    emails = {name for r in rows if len(name := r[kind.address] or "") > SHORT}
    assert len(emails) > kind.addresses
    pipe = kind(tmp_path / "hashed", box)

    lines = pipe.said(None, *pipe.people, **days)
    begin = f'"stream":"{persons}","record"'.encode()
    letter = next(line for line in lines if begin in line)
    broken = f'"{kind.key}":null,"no":"'.encode()
    lines.insert(-1, letter.replace(f'"{kind.key}":"'.encode(), broken, 1))
    with pytest.raises(PartialError):
        pipe.load(lines)
    with pytest.raises(SettingsError) as refused:
        pipe.said({"bookmarks": {pipe.people[1]: {"through": pipe.secret[:9]}}})

    files = [p.read_bytes() for p in pipe.folder.rglob("*") if p.is_file()]
    told = [caplog.text.encode(), str(refused.value).encode(), *lines]
    everything = b"".join((*files, *told))
    assert b"dead" in b"".join(str(p).encode() for p in pipe.folder.rglob("*"))
    assert pipe.secret.encode() not in everything
    assert not [email for email in emails if email.encode() in everything]
