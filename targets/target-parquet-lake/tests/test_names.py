"""No stream name leads out of the lake, and no two share a table or a column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from target_parquet_lake.errors import SettingsError
from target_parquet_lake.names import (
    TableName,
    check_part,
    column_names,
    slug,
    source_part,
)
from target_parquet_lake.root import table_path

HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "a/../../b",
    "con\x00x",
    "",
    ".",
    "..",
    "Orders",
    "orders ",
    "x" * 300,
    "😀",
    "x\" AS SELECT 1; COPY (SELECT 1) TO '/tmp/x'; --",
]


@pytest.mark.parametrize("name", ["orders", "_private", "weather_hourly_2", "a" * 63])
def test_a_plain_name_is_kept(name) -> None:
    assert slug(name) == name


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_inside_the_root(name, tmp_path) -> None:
    table = TableName.of_stream("default", "shop", name)
    path = table_path(tmp_path, table)
    assert path.parent == tmp_path / "raw"
    assert path.resolve().is_relative_to(tmp_path.resolve())
    assert TableName.of_folder("raw", path.name) == table


def test_hostile_names_get_different_tables() -> None:
    assert len({slug(name).casefold() for name in HOSTILE}) == len(HOSTILE)


@given(st.text(), st.text())
def test_two_names_never_share_a_slug(first, second) -> None:
    assert (slug(first) == slug(second)) == (first == second)


@given(st.text())
def test_a_slug_is_an_identifier_and_its_own_slug_differs(name) -> None:
    """A stream may be called like another one's slug."""
    made = slug(name)
    assert made.isidentifier() or made[0].isdigit()
    assert len(made) <= 63
    assert made == name or slug(made) != made


def test_a_lone_surrogate_in_a_name_is_taken() -> None:
    assert slug("\ud800").startswith("stream_x")


@pytest.mark.parametrize(
    ("source", "part"),
    [("tap_openmeteo", "openmeteo"), ("tap-shopify-wv", "shopify_wv"), ("x", "x")],
)
def test_a_source_is_named_by_its_tap(source, part) -> None:
    assert source_part(source) == part


@pytest.mark.parametrize("part", ["", "a__b", "_a", "a_", "A", "a/b", "x" * 64])
def test_a_part_that_would_blur_the_folder_is_refused(part) -> None:
    with pytest.raises(SettingsError, match="tenant"):
        check_part(part, "tenant")


def test_a_table_name_checks_itself() -> None:
    with pytest.raises(SettingsError, match="no table name"):
        TableName("raw", "default", "a/b")


@pytest.mark.parametrize("folder", ["orders", "Bad__orders", "a__b/c", "a__B"])
def test_a_folder_of_another_kind_is_no_table(folder) -> None:
    assert TableName.of_folder("raw", folder) is None


def test_a_raw_table_tells_its_source() -> None:
    name = TableName.of_stream("default", "openmeteo", "cells")
    assert name.source == "openmeteo"
    assert str(name) == "raw/default__openmeteo__cells"


NAMES = st.lists(st.text(max_size=8), unique=True, max_size=6)


@given(NAMES, st.randoms())
def test_columns_never_differ_only_in_case_and_keep_their_names_in_any_order(
    names, random
) -> None:
    stored = column_names(names, {})
    assert len({name.casefold() for name in stored.values()}) == len(names)
    shuffled = list(names)
    random.shuffle(shuffled)
    assert column_names(shuffled, {}) == stored


@given(NAMES, NAMES)
def test_a_column_keeps_the_name_it_has(first, second) -> None:
    before = column_names(first, {})
    after = column_names(list({*first, *second}), before)
    assert {name: after[name] for name in first} == before


@pytest.mark.parametrize("name", ["a b", "a.b", "a,b", 'a"b', "a`b", "", "x" * 129])
def test_a_name_that_engines_refuse_is_replaced(name) -> None:
    assert column_names([name], {})[name].isidentifier()


def test_of_names_that_differ_in_case_the_lower_one_is_kept() -> None:
    stored = column_names(["ID", "Id", "id"], {})
    assert stored["id"] == "id"
    assert stored["ID"].startswith("id_x")
    assert stored["ID"] != stored["Id"]
