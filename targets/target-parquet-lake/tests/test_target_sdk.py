"""The Singer SDK's standard target tests, and the one it has not switched on."""

from __future__ import annotations

import io
import json
from importlib import resources
from pathlib import Path
from tempfile import mkdtemp

import pytest
from singer_sdk.testing import get_target_test_class, target_test_streams

from target_parquet_lake.target import TargetParquetLake

STREAMS = resources.files(target_test_streams)

TestStandard = get_target_test_class(
    TargetParquetLake,
    config={
        "lake_root": str(Path(mkdtemp()) / "lake"),
        "allow_keyless": True,
        # Three of them expect the run to end at the bad record.
        "on_bad_record": "fail",
    },
    parse_env_config=False,
)


def test_the_standard_class_has_all_sixteen_tests() -> None:
    assert sum(name.startswith("test_target_") for name in dir(TestStandard)) == 16


def test_several_states_pass_after_the_rows_before_them(lake, clock, capsys) -> None:
    """The SDK's `multiple_state_messages`; no SDK target can pass it as it stands."""
    config = {"lake_root": str(lake.root), "commit_rows": 3}
    target = TargetParquetLake(config=config, clock=clock)
    text = (STREAMS / "multiple_state_messages.singer").read_bytes()
    target.process_lines(io.BytesIO(text))
    target.process_endofpipe()
    passed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    sent = [json.loads(line) for line in text.splitlines()]
    sent = [message["value"] for message in sent if message["type"] == "STATE"]
    assert len(passed) > 1
    assert passed[-1] == sent[-1]
    assert [value for value in sent if value in passed] == passed


def test_an_upsert_file_updates_what_an_earlier_file_loaded(load, rows) -> None:
    for name in ("user_location_data", "user_location_upsert_data"):
        load((STREAMS / f"{name}.singer").read_bytes().rstrip())
    users = {row["id"]: row["name"] for row in rows("test_users")}
    assert users[1] == "Johny"
    assert users[4] == "Josh"
    assert len(users) == 8


def test_a_record_that_lacks_a_required_property_is_refused(load) -> None:
    text = (STREAMS / "record_missing_required_property.singer").read_bytes().rstrip()
    with pytest.raises(Exception, match="not valid by its schema"):
        load(text, allow_keyless=True)
