"""Two writers at once in an object store: no locks, only conditional puts."""

from __future__ import annotations

import pyarrow as pa
import pytest
from deltalake import CommitProperties, write_deltalake
from deltalake.exceptions import CommitFailedError

from target_parquet_lake.delta import open_table
from target_parquet_lake.names import TableName

USERS = TableName.of_stream("default", "singer", "users")


def test_two_targets_lose_and_double_nothing(start, singer, config, rows) -> None:
    """Both bring every row, in other commits: each key is there once."""

    def messages(name: str, ids) -> bytes:
        sent = [singer.record(id=n, name=name) for n in ids]
        return singer.lines(singer.schema(), *sent, singer.state({"end": name}))

    forth, back = range(120), range(119, -1, -1)
    children = [
        start(messages("a", forth), commit_rows=40, **config),
        start(messages("b", back), commit_rows=30, **config),
    ]
    outcomes = [child.wait() for child in children]
    assert [o.code for o in outcomes] == [0, 0], [o.err for o in outcomes]
    assert [o.states[-1] for o in outcomes] == [{"end": "a"}, {"end": "b"}]
    assert sorted(row["id"] for row in rows()) == [*range(120)]


def test_a_commit_that_came_second_is_refused_by_the_store(lake) -> None:
    lake.write("raw", "default", "singer__users", pa.table({"id": [1]}))
    path = lake.path(USERS)
    late = open_table(path)
    write_deltalake(open_table(path), pa.table({"id": [2]}), mode="append")
    once = CommitProperties(max_commit_retries=0)
    with pytest.raises(CommitFailedError):
        write_deltalake(
            late, pa.table({"id": [3]}), mode="overwrite", commit_properties=once
        )
    assert open_table(path).count() == 2
