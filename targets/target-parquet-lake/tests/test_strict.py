"""A strict table keeps its types; what does not fit them is found with its record."""

from __future__ import annotations

import pytest

from target_parquet_lake.errors import DataError, PartialError

WHOLE, NUMBER = {"type": ["null", "integer"]}, {"type": ["null", "number"]}
LONG = 2**53 + 1


def kinds(inner):
    items = {"type": ["null", "array"], "items": inner}
    member = {"type": ["null", "object"], "properties": {"m": inner}}
    return {"id": {"type": "integer"}, "n": inner, "list": items, "object": member}


@pytest.fixture(params=["bulk", "records"])
def take(request, load, singer):
    def run(inner, *records, **config):
        sent = [singer.record(**record) for record in records]
        settings = {"schema_policy": "strict", "engine": request.param, **config}
        return load(singer.schema(properties=kinds(inner)), *sent, **settings)

    return run


@pytest.mark.parametrize(
    "value", [{"n": LONG}, {"list": [LONG]}, {"object": {"m": LONG}}]
)
def test_an_integer_that_no_double_holds_is_a_dead_letter(value, take, rows) -> None:
    take(NUMBER, {"id": 1, "n": 1.5, "list": [0.5], "object": {"m": 0.5}})
    good = [{"id": n, "n": n} for n in range(2, 150)]
    with pytest.raises(PartialError, match="1 lines"):
        take(WHOLE, *good, {"id": 500, **value}, on_bad_record="dead_letter")
    assert len(rows()) == 149


def test_the_run_ends_at_its_line_where_it_must(take) -> None:
    take(NUMBER, {"id": 1, "n": 1.5})
    with pytest.raises(DataError, match="line 3"):
        take(WHOLE, {"id": 2, "n": 5}, {"id": 3, "n": LONG})


def test_integers_that_a_double_holds_are_taken(take, rows) -> None:
    take(NUMBER, {"id": 1, "n": 1.5})
    take(WHOLE, *({"id": n, "n": n, "list": [n]} for n in range(2, 150)))
    assert {r["id"]: r["n"] for r in rows()}[100] == 100.0


def test_columns_may_still_be_added(take, singer, load, rows) -> None:
    take(NUMBER, {"id": 1})
    more = {**kinds(NUMBER), "new": {"type": "string"}}
    load(singer.schema(properties=more), singer.record(id=2, new="x"))
    assert {r["id"]: r["new"] for r in rows()} == {1: None, 2: "x"}
