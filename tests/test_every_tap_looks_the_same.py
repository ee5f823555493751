"""House rules: whoever knows one tap knows them all."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tap_kit.lean import STRANGERS
from tap_kit.runs import ConnectorRunsStream
from tools.house import TapRoom, leaves, tap_rooms

if TYPE_CHECKING:
    from pathlib import Path

    from tap_kit.stream import KitStream

ROOMS = tap_rooms()
STREAMS = [(room, stream) for room in ROOMS for stream in room.stream_types]
HEAVY = STRANGERS | {"cryptography", "deltalake", "graphql", "pyarrow", "sqlalchemy"}
"""What a tap that asks nobody has no use for."""
DOCTOR = """
import atexit, json, runpy, sys
package = sys.argv[1]
sys.argv[1:] = ["--doctor=offline"]
atexit.register(lambda: print(json.dumps([*sys.modules])))
runpy.run_module(package, run_name="__main__")
"""
SECRET = re.compile(r"(^|_)(key|token|secret|password|credentials?)($|_)")

each_tap = pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
each_stream = pytest.mark.parametrize(
    ("room", "stream"),
    STREAMS,
    ids=[f"{room.name}.{stream.name}" for room, stream in STREAMS],
)


def test_there_are_taps_to_look_at():
    """A house test over no tap would pass for the wrong reason."""
    assert [room.name for room in ROOMS]
    assert STREAMS


@each_tap
def test_a_tap_has_the_files_of_a_tap(room: TapRoom):
    package = room.package.name
    expected = {
        "README.md",
        "connector.yaml",
        "pyproject.toml",
        *(
            f"{package}/{name}.py"
            for name in ("__init__", "__main__", "tap", "client", "errors")
        ),
        f"{package}/streams/__init__.py",
        *(f"tests/test_{name}.py" for name in ("tap", "client", "errors")),
    }

    missing = sorted(name for name in expected if not (room.folder / name).is_file())

    assert not missing, f"{room.name}: add {missing}"


@each_tap
def test_the_command_of_a_tap_is_its_package(room: TapRoom):
    assert room.project["scripts"] == {room.name: f"{room.package.name}.__main__:main"}


@each_tap
def test_an_offline_doctor_loads_nothing_heavy(room: TapRoom, tmp_path: Path):
    """Five taps have three seconds; what one of them imports in vain, all wait for."""
    done = subprocess.run(
        [sys.executable, "-c", DOCTOR, room.package.name],
        cwd=tmp_path,
        env={},
        capture_output=True,
        text=True,
        check=True,
    )
    findings, modules = map(json.loads, done.stdout.splitlines())

    assert findings["tap"] == room.name
    assert not HEAVY.intersection(modules)


@each_tap
def test_a_stream_is_one_module_and_one_test(room: TapRoom):
    names = {stream.name for stream in room.stream_types}
    modules = {p.stem for p in (room.package / "streams").glob("*.py")} - {"__init__"}
    tests = {
        p.stem.removeprefix("test_") for p in (room.folder / "tests").glob("test_*.py")
    }

    assert modules == names
    assert names <= tests, f"{room.name}: test {sorted(names - tests)}"


@each_stream
def test_a_stream_lives_in_the_module_that_bears_its_name(
    room: TapRoom, stream: type[KitStream]
):
    assert stream.__module__ == f"{room.package.name}.streams.{stream.name}"


@each_stream
def test_every_column_says_what_it_is(room: TapRoom, stream: type[KitStream]):
    """A column without a description is a question to a colleague."""
    silent = [
        name for name, child in leaves(stream.schema) if not child.get("description")
    ]

    assert not silent, f"{room.name}.{stream.name}: describe {silent}"


@each_stream
def test_every_number_names_its_unit(room: TapRoom, stream: type[KitStream]):
    """`[°C]`, `[mm]`, `[%]`, `[1]` for a bare count or code."""
    bare = [
        name
        for name, child in leaves(stream.schema)
        if {"number", "integer"} & set(child.get("type", ()))
        and not re.search(r"\[[^\]]+\]", child.get("description", ""))
    ]

    assert not bare, f"{room.name}.{stream.name}: name the unit of {bare}"


@each_stream
def test_every_stream_has_keys_among_its_columns(
    room: TapRoom, stream: type[KitStream]
):
    """Without a key the lake cannot absorb what is read twice."""
    keys = set(stream.primary_keys or ())

    assert keys, f"{room.name}.{stream.name}: declare primary_keys"
    assert keys <= set(stream.schema["properties"])


@each_stream
def test_every_record_says_where_it_comes_from(room: TapRoom, stream: type[KitStream]):
    expected = {"_wv_source", "_wv_connector", "_wv_connector_version", "_wv_run_id"}

    assert expected <= set(stream.schema["properties"]), room.name


@each_tap
def test_every_setting_says_what_it_is(room: TapRoom):
    silent = [
        name for name, schema in room.settings.items() if not schema.get("description")
    ]

    assert not silent, f"{room.name}: describe {silent}"


@each_tap
def test_every_secret_is_marked(room: TapRoom):
    open_secrets = [
        name
        for name, schema in room.settings.items()
        if SECRET.search(name) and not schema.get("secret")
    ]

    assert not open_secrets, f"{room.name}: mark {open_secrets} with secret=True"


@each_tap
def test_the_readme_has_a_row_for_every_stream_and_setting(room: TapRoom):
    streams = {stream.name for stream in room.stream_types} | {ConnectorRunsStream.name}
    rows = {
        name
        for line in room.readme.splitlines()
        for name in re.findall(r"^\| `([a-z0-9_]+)`", line)
    }

    assert not sorted((streams | set(room.settings)) - rows), room.name


@each_tap
def test_the_facade_agrees_with_the_code(room: TapRoom):
    facade = {
        entry["name"]: (tuple(entry["primary_keys"]), entry["grain"])
        for entry in room.connector["streams"]
    }
    code = {
        stream.name: tuple(stream.primary_keys or ()) for stream in room.stream_types
    }

    assert {name: keys for name, (keys, _) in facade.items() if name in code} == code
    assert set(facade) == set(code) | {ConnectorRunsStream.name}
    assert all(grain for _, grain in facade.values())
    assert room.connector["name"] == room.name
    assert room.connector["version"] == room.project["version"]


@each_tap
def test_the_facade_states_what_an_operator_asks(room: TapRoom):
    asked = {
        "contract",
        "retry",
        "timeout",
        "idempotency_key",
        "approval_hook",
        "audit_fields",
        "observability",
        "rollback",
    }

    assert not sorted(name for name in asked if not room.connector.get(name)), room.name
