"""Each tap asks the operator's own program, shows it its plan, and takes a no."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tap_kit import testing
from tap_kit.errors import ApprovalRefusedError, ExitCode
from tap_kit.testing import SharedClock
from tap_openmeteo.tap import TapOpenMeteo
from tests.conftest import SMALL
from tests.pipes import NOW, GooglePipe, MailPipe, MetaPipe, ShopPipe
from tools.house import tap_rooms
from wv_sandbox.testing import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tap_kit.tap import KitTap
    from wv_sandbox.testing import Served

ACCOUNTS = {pipe.tap.name: pipe for pipe in (ShopPipe, MailPipe, GooglePipe, MetaPipe)}
ROOMS = {room.name: room for room in tap_rooms()}
REFUSES = """
import pathlib, sys
pathlib.Path({!r}).write_bytes(sys.stdin.buffer.read())
sys.exit(1)
"""
"""A program that keeps what it is shown, and says no."""


@pytest.fixture(scope="module")
def box() -> Iterator[Served]:
    with serve(seed=7, now=NOW) as box:
        yield box


@dataclass
class Refused:
    """What came of a run that was refused."""

    plan: dict[str, Any]
    said: testing.Said
    error: ApprovalRefusedError


@pytest.fixture(scope="module", params=ROOMS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def refused(
    name: str, box: Served, tmp_path_factory: pytest.TempPathFactory
) -> Refused:
    """A run of a tap with real credentials, as far as it can tell."""
    folder = tmp_path_factory.mktemp(name)
    shown = folder / "plan.json"
    tap = made(name, folder, box, [sys.executable, "-c", REFUSES.format(str(shown))])
    with testing.listen() as said, pytest.raises(ApprovalRefusedError) as caught:
        tap.sync_all()
    return Refused(json.loads(shown.read_bytes()), said, caught.value)


def made(name: str, folder: Path, box: Served, command: list[str]) -> KitTap:
    """A tap that asks a program first."""
    box.reset(NOW)
    asked = {"approval_command": command, "correlation_id": "order-7"}
    if pipe := ACCOUNTS.get(name):
        own, kind = {**pipe(folder, box).tap_settings, "pii_mode": "drop"}, pipe.tap
    else:
        key = {"api_key": "sandbox-professional", "plan": "professional"}
        own = {**SMALL, **key, "api_base_url": f"{box.url}/openmeteo"}
        own, kind = {**own, "state_dir": str(folder)}, TapOpenMeteo
    return kind(config=own | asked, clock=SharedClock(NOW, box.clock))


def test_the_program_sees_what_the_facade_names(name: str, refused: Refused):
    assert refused.plan.keys() == {*ROOMS[name].connector["approval_hook"]["receives"]}


def test_the_plan_is_of_this_run(name: str, refused: Refused):
    told = {key: refused.plan[key] for key in ("tap", "source", "correlation_id")}

    assert told == {"tap": name, "source": "api", "correlation_id": "order-7"}
    assert {read["stream"] for read in refused.plan["reads"]}


def test_a_no_ends_the_run_before_a_record(name: str, refused: Refused):
    records = [m for m in refused.said.messages if m["type"] == "RECORD"]
    hook = ROOMS[name].connector["approval_hook"]

    assert {record["stream"] for record in records} == {"connector_runs"}
    assert refused.error.exit_code == hook["refused_exit_code"] == ExitCode.USAGE
    assert "approval_command" in str(refused.error)
