"""`wv lake`: what is there, and whether it is sound."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from wv.lake import HEADS


def test_every_table_is_listed_in_columns(wv, lake_root):
    code, out, err = wv("lake", "list", "--lake-root", lake_root)

    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0].split() == list(HEADS)
    assert len(lines) == 6
    assert "weather  default  climatology_daily     0        2196  14" in lines


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
