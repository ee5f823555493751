"""The facade of each connector agrees with its code: figures are read from the code."""

from __future__ import annotations

import importlib
import inspect
from typing import TYPE_CHECKING, Any

import pytest

from tap_kit.breaker import Circuit
from tap_kit.cassette import RECORD
from tap_kit.clock import ManualClock
from tap_kit.errors import Action, CircuitOpenError, ErrorRule, ExitCode
from tap_kit.http import SafeSession
from tap_kit.http_rules import HTTP_RULES
from tap_kit.runs import ConnectorRunsStream
from tap_kit.stream import FIRST_RETRY_SECONDS, MAX_RETRIES
from tap_openmeteo.plans import DAY, HOUR, MINUTE, PLANS, REQUESTS_PER_SECOND
from tests.pipes import NOW
from tools.house import ROOT, TapRoom, tap_rooms
from tools.write_facades import FACADES, section

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tap_kit.breaker import CircuitBreaker

ROOMS = tap_rooms()
each_tap = pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
ACTIONS = {
    "again": Action.RETRY,
    "wait_for": Action.WAIT,
    "smaller": Action.SHRINK,
    "halves": Action.SPLIT,
    "left_out": Action.SKIP,
}


def at(facade: dict[str, Any], path: str) -> Any:
    """What stands at `a.b.c`."""
    found: Any = facade
    for name in path.split("."):
        found = found[name]
    return found


def rules(room: TapRoom) -> tuple[ErrorRule, ...]:
    """What a tap does about answers, by its own rules and by the kit's."""
    own = importlib.import_module(f"{room.package.name}.errors").RULES
    return (*own, *HTTP_RULES)


@each_tap
def test_a_figure_is_the_default_of_the_setting_that_changes_it(room: TapRoom):
    set_by = room.connector["set_by"]
    told = {path: at(room.connector, path) for path in set_by}
    defaults = {path: room.settings[name]["default"] for path, name in set_by.items()}

    assert told == defaults


@each_tap
def test_the_rules_of_errors_are_told_by_what_is_done(room: TapRoom):
    retry = room.connector["retry"]
    told = {action: {*retry.get(name, ())} for name, action in ACTIONS.items()}

    assert told == {
        action: {rule.name for rule in rules(room) if rule.action is action}
        for action in ACTIONS.values()
    }


@each_tap
def test_what_is_never_tried_again_ends_a_run(room: TapRoom):
    never = {*room.connector["retry"].get("never", ())}
    fatal = {rule.name for rule in rules(room) if rule.action is Action.FATAL}

    assert never <= fatal


@each_tap
def test_tries_are_those_of_the_kit_or_of_a_setting(room: TapRoom):
    retry = room.connector["retry"]

    assert retry["first_within_seconds"] == FIRST_RETRY_SECONDS
    if "retry.more_tries" not in room.connector["set_by"]:
        assert retry["more_tries"] == MAX_RETRIES


@pytest.fixture
def breaker_of(tmp_path: Path) -> Callable[[TapRoom], tuple[CircuitBreaker, Any]]:
    """The breaker of a tap, and the clock that it looks at."""

    def made(room: TapRoom) -> tuple[CircuitBreaker, ManualClock]:
        clock = ManualClock(NOW)
        tap = room.tap_class(config={"state_dir": str(tmp_path)}, clock=clock)
        return tap.breaker, clock

    return made


@each_tap
def test_the_circuit_opens_and_closes_as_told(
    room: TapRoom, breaker_of: Callable[[TapRoom], tuple[CircuitBreaker, ManualClock]]
):
    told = room.connector["retry"]["circuit_breaker"]
    breaker, clock = breaker_of(room)

    failures = 0
    while breaker.circuit is Circuit.CLOSED:
        breaker.failure()
        failures += 1
    clock.advance(told["open_seconds"] - 1)
    with pytest.raises(CircuitOpenError):
        breaker.check()
    clock.advance(1)
    breaker.check()

    assert failures == told["failures"]


@each_tap
def test_timeouts_are_those_of_the_session(room: TapRoom):
    session = inspect.signature(SafeSession).parameters
    told = room.connector["timeout"]

    assert told["connect_seconds"] == session["connect_timeout_seconds"].default
    assert told["answer_bytes"] == session["max_bytes"].default


@each_tap
def test_versions_are_those_of_the_project(room: TapRoom):
    needs = f"singer-sdk{room.connector['api_versions']['singer-sdk']}"

    assert needs in room.project["dependencies"]
    assert len(room.connector["api_versions"]) > 1


@each_tap
def test_the_hosts_are_those_that_the_session_may_ask(room: TapRoom):
    allowed = {host.removeprefix("customer-") for host in room.tap_class.allowed_hosts}

    assert allowed <= {*room.connector["hosts"]}


@each_tap
def test_audit_fields_are_columns(room: TapRoom):
    told = {*room.connector["audit_fields"].values()}
    columns = [{*stream.schema["properties"]} for stream in room.stream_types]
    always, sometimes = set.intersection(*columns), set.union(*columns)
    runs = {
        f"connector_runs.{name}" for name in ConnectorRunsStream.schema["properties"]
    }

    assert {name for name in told if name.startswith("_wv_")} <= always
    assert told <= sometimes | runs


@each_tap
def test_what_can_be_watched_is_there(room: TapRoom):
    told = room.connector["observability"]
    options = {o for p in room.tap_class.cli.params for o in p.opts}

    assert told["stream"] == ConnectorRunsStream.name
    assert {*told["exit_codes"]} == {int(code) for code in ExitCode}
    assert {*told["before_a_run"]} <= options
    assert told["recording"] == RECORD


@each_tap
def test_a_way_back_is_told_for_data_state_and_code(room: TapRoom):
    rollback = room.connector["rollback"]

    assert rollback.keys() == {"data", "state", "code"}
    assert all(rollback.values())
    assert (ROOT / room.connector["schemas"]).is_dir()


@pytest.mark.parametrize("room", FACADES, ids=lambda room: room.name)
def test_the_readme_says_what_the_facade_says(room: TapRoom):
    """After a change: `make schemas`."""
    assert section(room) in room.readme, "run `make schemas`"


def test_the_free_plan_of_open_meteo_is_told_as_the_tap_counts_it():
    room = next(room for room in ROOMS if room.name == "tap-openmeteo")
    rate = room.connector["rate"]
    windows = dict(zip((MINUTE, HOUR, DAY), rate["free_plan"].values(), strict=True))

    assert dict(PLANS["free"].windows) == windows
    assert rate["requests_per_second"] == REQUESTS_PER_SECOND


@each_tap
def test_the_readme_tells_quirks_settings_and_a_first_run(room: TapRoom):
    heads = {line.removeprefix("## ") for line in room.readme.splitlines()}

    assert heads >= {"Streams", "Settings", "Promises", "Quirks, and why they matter"}
    assert f"{room.name} --discover" in room.readme
    assert "```json" in room.readme
