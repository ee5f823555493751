"""The engine reads the lake and nothing else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import duckdb
import pytest

from wv_transforms.engine import connect, create_view

if TYPE_CHECKING:
    from pathlib import Path


def test_files_outside_the_lake_cannot_be_read(tmp_path: Path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake/own.csv").write_text("a\n1\n")

    with connect(tmp_path / "lake") as con:
        assert con.sql(f"from '{tmp_path}/lake/own.csv'").fetchall() == [(1,)]
        with pytest.raises(duckdb.PermissionException):
            con.sql(f"from '{tmp_path}/secret.csv'").fetchall()


@pytest.mark.parametrize(
    "statement",
    [
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET TimeZone = 'Europe/Berlin'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "COPY (select 1) TO 'x.csv'",
        "ATTACH 'x.db'",
    ],
)
def test_nothing_can_be_unlocked(
    statement: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)

    with connect() as con, pytest.raises(duckdb.Error):
        con.execute(statement)

    assert list(tmp_path.iterdir()) == []


def test_days_are_days_in_utc():
    with connect() as con:
        instant = "timestamptz '2024-01-01 23:30:00+00'"
        assert con.sql(
            f"select cast(cast({instant} as date) as varchar)"
        ).fetchall() == [("2024-01-01",)]


def test_a_hostile_name_is_only_a_name():
    with connect() as con:
        create_view(con, 'x" as select 1; drop table y; --', "select 7 as n")

        assert con.execute('from "x"" as select 1; drop table y; --"').fetchall() == [
            (7,)
        ]


def test_what_does_not_fit_into_memory_is_spilled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Into a folder whose parents nobody has made yet, as in a new lake."""
    small = partial(duckdb.connect, config={"memory_limit": "40MB", "threads": 1})
    monkeypatch.setattr(duckdb, "connect", small)
    count = (
        "select count(*) from (select i from range(5_000_000) as t (i) "
        "order by hash(i) offset 1)"
    )

    with connect(tmp_path, scratch=tmp_path / "a" / "b" / "c") as con:
        found = con.execute(count).fetchall()

    assert found == [(4_999_999,)]
