"""`wv lake`: what is there, and whether it is sound."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from target_parquet_lake.keep import promoted_versions
from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from wv.lake import HEADS


def test_every_table_is_listed_in_columns(wv, lake_root):
    code, out, err = wv("lake", "list", "--lake-root", lake_root)

    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0].split() == list(HEADS)
    assert len(lines) == 6
    assert "weather  default  climatology_daily           0  2196       14" in lines


def test_a_list_for_machines_is_one_object_a_line(wv, lake_root):
    _, out, _ = wv("lake", "list", "--json", "--lake-root", lake_root)

    rows = [json.loads(line) for line in out.splitlines()]
    assert {row["table"]: row["rows"] for row in rows}["wx_health"] == 2


def test_an_empty_lake_lists_nothing(wv, tmp_path):
    Lake(tmp_path).prepare()

    code, out, _ = wv("lake", "list", "--lake-root", tmp_path)

    assert (code, len(out.splitlines())) == (0, 1)


@pytest.mark.parametrize(
    "name",
    ["wx_health", "default__wx_health", "quality/default__wx_health"],
)
def test_a_table_is_shown_by_any_of_its_names(wv, lake_root, name):
    code, out, _ = wv("lake", "show", name, "--lake-root", lake_root)

    assert code == 0
    assert out.startswith("quality/default__wx_health, version 0, 2 rows\n")
    assert "null_share  double" in out
    assert "WRITE" in out


def test_the_keys_of_a_table_are_shown(wv, tmp_path):
    lake = Lake(tmp_path)
    lake.prepare()
    DeltaTable.create(
        lake.path(TableName("raw", "default", "openmeteo__cells")),
        pa.schema([("cell_id", pa.string())]),
        configuration={"lake.keys": '["cell_id"]'},
        raise_if_key_not_exists=False,
    )

    _, out, _ = wv("lake", "show", "openmeteo__cells", "--lake-root", tmp_path)

    assert "keys: cell_id\n" in out


def test_an_unknown_table_is_answered_with_those_there_are(wv, lake_root):
    code, out, err = wv("lake", "show", "wether", "--lake-root", lake_root)

    assert (code, out) == (2, "")
    assert "No table is called 'wether'." in err
    assert "weather/default__weather_daily" in err


def test_an_ambiguous_table_is_answered_with_its_candidates(
    wv, tmp_path, make_lake, edition
):
    root = make_lake(tmp_path, edition)
    make_lake(root, edition, tenant="acme")

    code, _, err = wv("lake", "show", "wx_health", "--lake-root", root)

    assert code == 2
    assert "quality/acme__wx_health, quality/default__wx_health" in err


def test_a_sound_lake_passes(wv, lake_root):
    code, out, err = wv("lake", "fsck", "--lake-root", lake_root)

    assert (code, out) == (0, "5 tables sound\n")
    assert err == "Every commit and every file is whole.\n"


def test_a_sound_lake_passes_quietly(wv, lake_root):
    assert wv("lake", "fsck", "-q", "--lake-root", lake_root)[2] == ""


def test_every_damaged_table_is_named_with_its_repair(wv, tmp_path, make_lake, edition):
    """Both of them: the first error must not hide the second."""
    root = make_lake(tmp_path, edition)
    for table in ("weather_daily", "climatology_daily"):
        log = root / "weather" / f"default__{table}" / "_delta_log"
        (log / f"{0:020}.json").write_text("", encoding="utf-8")

    code, out, err = wv("lake", "fsck", "--lake-root", root)

    assert (code, out) == (7, "")
    assert err.count("default__weather_daily/_delta_log") == 1
    assert err.count("default__climatology_daily/_delta_log") == 1
    assert "2 of 5 tables are damaged." in err


def test_a_missing_file_of_an_older_commit_is_found(wv, tmp_path):
    """The last commit is whole, but the rows before it are gone."""
    lake = Lake(tmp_path)
    rows = pa.table({"id": [1]})
    lake.write("raw", "default", "shop__orders", rows)
    folder = lake.path(TableName("raw", "default", "shop__orders"))
    (first,) = folder.glob("*.parquet")
    write_deltalake(folder, rows, mode="append")
    first.unlink()

    code, _, err = wv("lake", "fsck", "--lake-root", tmp_path)

    assert code == 7
    assert first.name in err


@pytest.fixture
def log(tmp_path):
    """An append-only table of three commits, the last one of two hidden rows."""
    root = tmp_path / "kept"
    lake = Lake(root)
    lake.prepare()
    path = lake.path(TableName("raw", "default", "shop__log"))
    kinds = pa.schema([("id", pa.int64()), ("_sdc_sequence", pa.int64())])
    DeltaTable.create(
        path,
        kinds,
        configuration={"lake.keys": '["id"]', "lake.load_method": "append-only"},
        raise_if_key_not_exists=False,
    )
    for sequence in (1, 2):
        rows = pa.table({"id": [1, 2], "_sdc_sequence": [sequence] * 2}, schema=kinds)
        write_deltalake(path, rows, mode="append")
    return root


def test_the_history_of_a_table_is_shown(wv, log):
    code, out, _ = wv("lake", "history", "shop__log", "--lake-root", log)

    lines = out.splitlines()
    assert (code, len(lines)) == (0, 4)
    assert lines[0].split() == ["version", "committed", "(UTC)", "operation", "noted"]
    assert lines[1].startswith("2 ")


def test_the_history_can_be_cut_and_read_by_machines(wv, log):
    given = ("shop__log", "--limit", "1", "--json", "--lake-root", log)

    _, out, _ = wv("lake", "history", *given)

    [line] = out.splitlines()
    assert json.loads(line)["operation"] == "WRITE"


def test_what_a_run_noted_is_in_the_history(wv, tmp_path):
    rows = pa.table({"id": [1]})
    Lake(tmp_path).write("weather", "default", "daily", rows, metadata={"run_id": "r1"})

    _, out, _ = wv("lake", "history", "daily", "--lake-root", tmp_path)

    assert "run_id=r1" in out


def test_hidden_rows_are_compacted_away(wv, log):
    code, out, _ = wv("lake", "compact", "shop__log", "--lake-root", log)

    assert code == 0
    assert "2 hidden rows left out" in out


def test_a_vacuum_names_or_removes_what_no_version_needs(wv, log):
    assert wv("lake", "compact", "--lake-root", log)[0] == 0

    code, out, _ = wv("lake", "vacuum", "--dry-run", "--lake-root", log)

    assert (code, out) == (0, "raw/default__shop__log: 0 files to remove\n")
    assert wv("lake", "vacuum", "--lake-root", log)[1].endswith("0 files removed\n")


def test_a_dry_vacuum_names_each_file(wv, log):
    orphan = log / "raw" / "default__shop__log" / "part-orphan.parquet"
    orphan.write_bytes(b"x")
    os.utime(orphan, (1_600_000_000, 1_600_000_000))

    _, out, _ = wv("lake", "vacuum", "--dry-run", "--lake-root", log)

    assert out.splitlines()[0].endswith("part-orphan.parquet")
    assert orphan.exists()


def test_a_retention_below_a_day_is_refused(wv, log):
    given = ("--retention-hours", "1", "--lake-root", log)

    assert wv("lake", "vacuum", *given)[0] == 2


def test_a_damaged_commit_is_set_aside(wv, log):
    newest = log / "raw" / "default__shop__log" / "_delta_log" / f"{2:020}.json"
    newest.write_text("", encoding="utf-8")
    code, _, err = wv("lake", "show", "shop__log", "--lake-root", log)
    assert code == 7
    assert f"wv lake repair raw/default__shop__log --lake-root {log}" in err

    code, out, _ = wv("lake", "repair", "--lake-root", log)

    assert code == 0
    assert out == ("raw/default__shop__log: now at version 1\n1 of 1 tables repaired\n")
    assert newest.with_name(f"{newest.name}.damaged").exists()
    assert wv("lake", "fsck", "--lake-root", log)[0] == 0


def test_a_whole_lake_needs_no_repair(wv, lake_root):
    _, out, _ = wv("lake", "repair", "--lake-root", lake_root)

    assert out == "0 of 5 tables repaired\n"


def test_the_lake_is_asked_by_sql(wv, log):
    query = "SELECT count(*) AS n, max(_sdc_sequence) AS newest FROM raw.shop__log"

    assert wv("lake", "sql", query, "--lake-root", log)[1] == "n  newest\n2  2\n"


def test_an_answer_for_machines_is_one_object_a_line(wv, log):
    query = "SELECT id, NULL AS nothing FROM raw.shop__log ORDER BY id"

    _, out, _ = wv("lake", "sql", query, "--json", "--lake-root", log)

    assert [json.loads(line) for line in out.splitlines()] == [
        {"id": 1, "nothing": None},
        {"id": 2, "nothing": None},
    ]


def test_the_lake_is_asked_as_it_was(wv, log):
    query = "SELECT max(_sdc_sequence) AS newest FROM raw.shop__log"

    at = wv("lake", "sql", query, "--at", "shop__log=1", "--lake-root", log)
    later = wv("lake", "sql", query, "--as-of", "2100-01-01", "--lake-root", log)

    assert (at[1], later[1]) == ("newest\n1\n", "newest\n2\n")


def test_a_table_that_was_not_there_yet_is_not_shown(wv, log):
    query = "SELECT 1 FROM raw.shop__log"

    code, _, err = wv("lake", "sql", query, "--as-of", "2001-01-01", "--lake-root", log)

    assert code == 2
    assert "cannot be answered" in err


@pytest.mark.parametrize("at", ["shop__log", "shop__log=x", "=1"])
def test_an_older_version_is_named_by_table_and_number(wv, log, at):
    code, _, err = wv("lake", "sql", "SELECT 1", "--at", at, "--lake-root", log)

    assert code == 2
    assert "is no TABLE=VERSION" in err


def test_a_manifest_is_made_for_engines_without_delta(wv, log):
    code, out, _ = wv("lake", "manifest", "--lake-root", log)

    listed = (Path(out.strip()) / "manifest").read_text(encoding="utf-8").split()
    assert code == 0
    assert len(listed) == 2


def test_a_vacuum_keeps_what_a_build_has_promoted(wv, tmp_path, make_lake, edition):
    root = make_lake(tmp_path, edition)
    lake, name = Lake(root), TableName("weather", "default", "weather_daily")
    lake.write("weather", "default", "weather_daily", pa.table({"id": [1]}))
    for file in lake.path(name).rglob("*"):
        os.utime(file, (1_600_000_000, 1_600_000_000))

    assert wv("lake", "vacuum", "--lake-root", root)[::2] == (0, "")

    assert wv("lake", "fsck", "-q", "--lake-root", root)[::2] == (0, "")
    assert promoted_versions(lake, name) == [0]
    assert lake.open(name, 0).to_pyarrow_table().num_rows > 1
