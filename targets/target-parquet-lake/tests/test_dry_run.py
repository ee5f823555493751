"""A dry run reads, checks and reports; it writes nothing and passes no STATE on."""

from __future__ import annotations

import pytest

from target_parquet_lake.errors import DataError, PartialError


@pytest.fixture(params=["bulk", "records"])
def dry(request, load, singer):
    def run(*messages, schema=None, **config):
        first = schema or singer.schema()
        return load(first, *messages, engine=request.param, dry_run=True, **config)

    return run


@pytest.fixture
def everything(tmp_path):
    """All files below the test's folder, with their content."""
    return lambda: {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}


def test_nothing_is_made(dry, singer, tmp_path) -> None:
    sent = [singer.record(id=n) for n in range(150)]
    assert dry(*sent, singer.state({"n": 1}), commit_rows=50) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("method", ["upsert", "append-only", "overwrite"])
@pytest.mark.parametrize("hard", [False, True])
def test_a_lake_stays_as_it_is(  # noqa: PLR0917 - fixtures.
    hard, method, dry, load, singer, everything
) -> None:
    config = {"load_method": method, "hard_delete": hard}
    load(singer.schema(), singer.record(id=1), **config)
    before = everything()
    gone = singer.record(id=1, _sdc_deleted_at="2026-11-20T10:00:00Z")
    active = {"type": "ACTIVATE_VERSION", "stream": "users", "version": 5}
    dry(singer.record(id=2, name="b"), gone, active, singer.state({"n": 1}), **config)
    assert everything() == before


def test_what_would_be_written_is_reported(singer, command) -> None:
    sent = [singer.schema(), *(singer.record(id=n) for n in range(3))]
    outcome = command(singer.lines(*sent), dry_run=True)
    assert (outcome.code, outcome.states) == (0, [])
    assert "dry run, nothing was written" in outcome.err
    assert "users      3        3" in outcome.err


def test_a_table_that_could_not_take_the_rows_is_told(dry, load, singer) -> None:
    load(singer.schema(), singer.record(id=1))
    wider = singer.schema(properties={"id": {"type": "string"}})
    with pytest.raises(DataError, match="would change"):
        dry(singer.record(id="x"), schema=wider, schema_policy="strict")


def test_lines_that_would_be_put_aside_are_told(
    dry, singer, everything, caplog
) -> None:
    config = {"on_bad_record": "dead_letter"}
    with pytest.raises(PartialError, match="would be put aside"):
        dry(singer.record(id="x"), singer.record(id=2), **config)
    assert "Line 2 would be put aside" in caplog.text
    assert everything() == {}
