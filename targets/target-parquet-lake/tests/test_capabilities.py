"""Whatever `--about` says that the target can, it does; on both roads."""

from __future__ import annotations

import pytest

from target_parquet_lake.target import TargetParquetLake

PEOPLE = {
    "id": {"type": "integer"},
    "name": {"type": ["null", "string"]},
    "age": {"type": ["null", "integer"]},
    "home": {
        "type": ["null", "object"],
        "properties": {
            "city": {"type": ["null", "string"]},
            "at": {
                "type": ["null", "object"],
                "properties": {"lat": {"type": ["null", "number"]}},
            },
        },
    },
}
MANY = range(120)


@pytest.fixture(params=["bulk", "records"])
def take(request, load, singer):
    def run(**config):
        home = {"city": "Köln", "at": {"lat": 50.9}}
        sent = [singer.record(id=n, name="a", age=n % 50, home=home) for n in MANY]
        schema = singer.schema(properties=PEOPLE)
        return load(schema, *sent, singer.state({"n": 1}), **config)

    def settings(**config):
        return run(engine=request.param, **config)

    return settings


def mapped(**rules):
    return {"stream_maps": {"users": rules}, "stream_map_config": {"seed": "x"}}


def test_a_map_computes_renames_and_leaves_out(take, rows) -> None:
    take(**mapped(called="name", older="int(age) + 1", name=None, home=None))
    row = next(row for row in rows() if row["id"] == 7)
    assert row == {"id": 7, "age": 7, "called": "a", "older": 8}


def test_a_map_filters_and_the_filtered_are_counted(take, rows) -> None:
    assert take(**mapped(__filter__="age < 10")) == [{"n": 1}]
    assert {row["age"] for row in rows()} == {*range(10)}


def test_a_map_gives_a_stream_another_name_and_key(take, rows) -> None:
    take(**mapped(__alias__="people", __key_properties__=["name", "id"]))
    assert len(rows("people")) == len(MANY)


def test_a_map_hashes_by_its_own_settings(take, rows) -> None:
    take(**mapped(name="md5(config['seed'] + name)", home=None))
    assert {len(row["name"]) for row in rows()} == {32}


def test_a_map_can_drop_all_that_it_does_not_name(take, rows) -> None:
    take(**mapped(id="id", __else__=None))
    assert [*rows()[0]] == ["id"]


@pytest.mark.parametrize("keys", [("id",), ()])
def test_a_map_can_leave_a_stream_out(keys, load, singer, lake) -> None:
    """Whatever is wrong with it: nobody wants it."""
    schema = singer.schema(keys=keys)
    active = {"type": "ACTIVATE_VERSION", "stream": "users", "version": 1}
    sent = [schema, singer.record(id=1), active, singer.schema("others")]
    more = [singer.record("others", id=1), singer.state({"n": 1})]
    assert load(*sent, *more, stream_maps={"users": None}) == [{"n": 1}]
    assert [name.name for name in lake.tables()] == ["singer__others"]


def test_objects_are_flattened_to_a_depth(take, rows) -> None:
    take(flattening_enabled=True, flattening_max_depth=1)
    row = rows()[0]
    assert row["home__city"] == "Köln"
    assert row["home__at"] == '{"lat":50.9}'


def test_objects_are_flattened_by_a_separator_and_a_length(take, rows) -> None:
    take(
        flattening_enabled=True,
        flattening_max_depth=9,
        flattening_separator="_",
    )
    assert rows()[0]["home_at_lat"] == 50.9


def test_metadata_can_be_left_off(take, rows) -> None:
    take(add_record_metadata=False)
    assert [*rows(meta=True)[0]] == [*PEOPLE]


def test_metadata_is_added_as_the_sdk_has_it(take, rows) -> None:
    take()
    added = {name for name in rows(meta=True)[0] if name.startswith("_sdc_")}
    assert added == {
        "_sdc_extracted_at",
        "_sdc_received_at",
        "_sdc_batched_at",
        "_sdc_deleted_at",
        "_sdc_sequence",
        "_sdc_table_version",
        "_sdc_sync_started_at",
    }


def test_a_batch_has_as_many_rows_as_asked(take, lake) -> None:
    take(batch_size_rows=40)
    assert lake.versions()[lake.tables()[0]] == 3


@pytest.mark.parametrize("method", ["upsert", "append-only", "overwrite"])
def test_each_load_method_holds(method, take, rows, lake) -> None:
    for _ in range(2):
        take(load_method=method)
    assert len(rows()) == len(MANY)
    stored = lake.open(lake.tables()[0]).count()
    assert stored == len(MANY) * (2 if method == "append-only" else 1)


def test_every_capability_is_told() -> None:
    """The others have tests of their own: batch files, versions, deletions, records."""
    told = {capability.value for capability in TargetParquetLake.capabilities}
    assert told == {
        "about",
        "activate-version",
        "batch",
        "hard-delete",
        "schema-flattening",
        "soft-delete",
        "stream-maps",
        "structured-logging",
        "target-schema",
        "validate-records",
    }
