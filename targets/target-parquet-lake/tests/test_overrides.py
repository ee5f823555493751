"""Settings of single streams, the names of tables, and the names of columns."""

from __future__ import annotations

import pytest
from singer_sdk.sql.sink import SQLSink

from target_parquet_lake.errors import DataError, SettingsError
from target_parquet_lake.names import Identifiers, column_names, postgres_name
from target_parquet_lake.overrides import Overrides
from target_parquet_lake.settings import SETTINGS


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        ("orders", "overwrite"),
        ("orders_log", "append-only"),
        ("order_lines", "upsert"),
        ("other", "upsert"),
    ],
)
def test_a_name_goes_before_patterns_and_these_by_their_order(stream, expected) -> None:
    streams = {
        "*_log": {"load_method": "append-only"},
        "order*": {"hard_delete": True, "load_method": None},
        "o*_log": {"load_method": "upsert"},
        "orders": {"load_method": "overwrite"},
    }
    own = Overrides({"load_method": "upsert", "hard_delete": False, "streams": streams})
    assert own.of(stream, "load_method") == expected
    assert own.of(stream, "hard_delete") is stream.startswith("order")


def test_false_is_a_setting_too() -> None:
    own = Overrides({"hard_delete": True, "streams": {"a": {"hard_delete": False}}})
    assert own.of("a", "hard_delete") is False
    assert own.of("b", "hard_delete") is True


def test_a_stream_can_be_strict_where_others_are_not(load, singer) -> None:
    config = {"streams": {"users": {"schema_policy": "strict"}}}
    for stream in ("users", "others"):
        load(singer.schema(stream), singer.record(stream, id=1), **config)
    wider = {"id": {"type": "string"}}
    load(singer.schema("others", wider), singer.record("others", id="x"), **config)
    with pytest.raises(DataError, match="would change"):
        load(singer.schema("users", wider), singer.record(id="x"), **config)


def test_a_stream_can_be_tolerant_where_others_are_not(load, singer) -> None:
    config = {"streams": {"log*": {"on_bad_record": "dead_letter"}}}
    schemas = [singer.schema("logs"), singer.schema()]
    with pytest.raises(Exception, match="1 lines could not be loaded"):
        load(*schemas, singer.record("logs", id="x"), **config)
    with pytest.raises(DataError, match="not valid"):
        load(*schemas, singer.record(id="x"), **config)


def test_a_stream_can_do_without_validation(load, singer, rows) -> None:
    kinds = {"id": {"type": "integer", "minimum": 5}}
    config = {"streams": {"users": {"validate_records": False}}}
    load(singer.schema(properties=kinds), singer.record(id=1), **config)
    assert rows() == [{"id": 1}]


def test_a_stream_can_be_allowed_to_have_no_key(load, singer, rows) -> None:
    config = {"streams": {"users": {"allow_keyless": True}}}
    load(singer.schema(keys=()), singer.record(id=1), **config)
    assert rows() == [{"id": 1, "name": None}]


def test_an_alias_names_the_table(load, singer, lake) -> None:
    config = {"streams": {"users": {"alias": "people"}}}
    load(singer.schema(), singer.record(id=1), **config)
    assert [name.name for name in lake.tables()] == ["singer__people"]


def test_two_streams_never_share_a_table(load, singer) -> None:
    config = {"streams": {"*": {"alias": "all"}}}
    with pytest.raises(SettingsError, match="share one table: users and others"):
        load(singer.schema(), singer.schema("others"), **config)


def test_a_schema_takes_the_place_of_the_source(load, singer, lake) -> None:
    load(singer.schema(), singer.record(id=1), default_target_schema="shop")
    assert [name.name for name in lake.tables()] == ["shop__users"]


def test_an_unknown_setting_of_a_stream_is_refused(command, singer) -> None:
    config = {"streams": {"users": {"load_methud": "upsert"}}}
    outcome = command(singer.lines(singer.schema()), **config)
    assert outcome.code == 2
    assert "load_methud" in outcome.err


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CreatedAt", "createdat"),
        ("a-b.c d", "a_b_c_d"),
        (" x ", "x"),
        ("1st", "bst"),
        ("9", "j"),
        ("prix_€", "prix_"),
        ("ünï", "n"),
        ("a  b", "a__b"),
        ("plain_name", "plain_name"),
    ],
)
def test_identifiers_are_those_of_sql_targets(name, expected) -> None:
    assert postgres_name(name) == expected
    assert SQLSink.conform_name(None, name) == expected


def test_a_name_of_nothing_plain_is_still_one() -> None:
    """The SDK fails on it."""
    [stored] = column_names(["€"], {}, Identifiers.POSTGRES).values()
    assert stored.startswith("column_x")


def test_names_that_would_meet_stay_apart() -> None:
    names = ["Name", "name", "na-me", "na_me", "€", "x" * 70]
    stored = column_names(names, {}, Identifiers.POSTGRES)
    assert stored["name"] == "name"
    assert stored["na_me"] == "na_me"
    assert len(set(stored.values())) == len(names)
    assert all(len(name) <= 63 and name.isidentifier() for name in stored.values())


@pytest.mark.parametrize("engine", ["bulk", "records"])
@pytest.mark.parametrize("method", ["upsert", "overwrite"])
def test_columns_get_plain_names(engine, method, load, singer, rows) -> None:
    kinds = {
        "Id": {"type": "integer"},
        "Full Name": {"type": "string"},
        "fullName": {"type": "string"},
        "fullname": {"type": "string"},
    }
    schema = singer.schema(properties=kinds, keys=("Id",))
    config = {"identifiers": "postgres", "engine": engine, "load_method": method}
    for name in ("a", "b"):
        values = {"Id": 1, "Full Name": name, "fullName": name, "fullname": name}
        load(schema, singer.record(**values), **config)
    [row] = rows()
    hashed = next(name for name in row if name.startswith("fullname_x"))
    assert row == {"id": 1, "full_name": "b", "fullname": "b", hashed: "b"}


def test_columns_that_a_table_has_keep_their_names(load, singer, rows) -> None:
    kinds = {"Id": {"type": "integer"}, "Name": {"type": "string"}}
    first = singer.schema(properties=kinds, keys=("Id",))
    load(first, singer.record(Id=1, Name="a"))
    more = singer.schema(properties={**kinds, "Age": kinds["Id"]}, keys=("Id",))
    load(more, singer.record(Id=2, Name="b", Age=3), identifiers="postgres")
    assert [*rows()[0]] == ["Id", "Name", "age"]


def test_every_setting_is_described() -> None:
    assert all(kind.get("description") for kind in SETTINGS["properties"].values())
