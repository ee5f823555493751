"""Dead letters are sent again by the command they tell, once the cause is mended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from target_parquet_lake.dead_letters_replay import main
from target_parquet_lake.dead_letters_table import letters_name

NAME = letters_name("default", "singer")


@pytest.fixture
def letters(lake):
    def read():
        files = lake.pin([NAME]).tables[NAME].files
        return ds.dataset([*files]).to_table().to_pylist()

    return read


@pytest.fixture
def refused(singer, process):
    """A record that its own SCHEMA refuses, among good ones."""
    kinds = {"id": {"type": "integer"}, "price": {"type": "integer"}}
    sent = [singer.record(id=n, price=n) for n in range(3)]
    data = singer.lines(
        singer.schema(properties=kinds),
        *sent,
        singer.record(id=3, price=9.5),
        singer.state({"n": 4}),
    )
    done = process(data, on_bad_record="dead_letter", dead_letter_payload="kept")
    assert (done.code, done.states) == (6, [{"n": 4}])


@pytest.mark.usefixtures("refused")
def test_the_command_of_a_letter_loads_it_once_its_schema_is_mended(
    lake, letters, rows, singer, tmp_path
) -> None:
    (letter,) = letters()
    kinds = {"id": {"type": "integer"}, "price": {"type": "number"}}
    mended, settings = tmp_path / "schemas.jsonl", tmp_path / "settings.json"
    mended.write_bytes(singer.lines(singer.schema(properties=kinds)))
    settings.write_text(json.dumps({"lake_root": str(lake.root)}))
    command = letter["replay_command"].replace("<its settings>", str(settings))
    command = command.replace(" | ", f" --schema '{mended}' | ")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],  # noqa: S607 - as a user does.
        env={**os.environ, "PATH": path},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == b"", "a replay knows no STATE"
    found = {row["id"]: row["price"] for row in rows()}
    assert found == {0: 0.0, 1: 1.0, 2: 2.0, 3: 9.5}
    assert letters() == [letter]


@pytest.mark.usefixtures("refused")
def test_a_letter_that_is_refused_again_counts_on(
    lake, letters, rows, process, capfdbinary
) -> None:
    (letter,) = letters()
    assert main([str(lake.root), NAME.folder]) == 0
    again = capfdbinary.readouterr().out
    done = process(again, on_bad_record="dead_letter", dead_letter_payload="kept")
    assert done.code == 6
    (later,) = letters()
    assert later["occurrences"] == letter["occurrences"] + 1
    assert later["first_failed_at"] == letter["first_failed_at"]
    assert later["last_failed_at"] > letter["last_failed_at"]
    assert [row["id"] for row in rows()] == [0, 1, 2]
    assert main([str(lake.root), NAME.folder]) == 0
    assert capfdbinary.readouterr().out == again


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"type":"RECORD","stream":"a"}', '{"type":"SCHEMA"}', None]
)
@pytest.mark.usefixtures("refused")
def test_a_file_of_other_things_than_schemas_is_refused(
    text, lake, tmp_path, capsys
) -> None:
    path = tmp_path / "schemas.jsonl"
    if text is not None:
        path.write_text(text)
    assert main([str(lake.root), NAME.folder, "--schema", str(path)]) == 2
    assert "one corrected SCHEMA message a line" in capsys.readouterr().err
