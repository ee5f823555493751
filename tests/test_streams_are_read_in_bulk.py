"""Every stream of every tap takes the target's fastest road: none is slow unseen."""

from __future__ import annotations

import json

import pytest

from target_parquet_lake.bulk_plan import STAMPED, Plan, Stream
from target_parquet_lake.schema import stream_type
from tools.house import ROOT

CONTRACTS = sorted(ROOT.glob("schemas/streams/*/*.json"))


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_stream_is_read_without_looking_at_its_values_one_by_one(path) -> None:
    contract = json.loads(path.read_text(encoding="utf-8"))
    schema = contract["schema"]
    stream = Stream(
        name=contract["stream"],
        kind=stream_type(schema),
        keys=tuple(contract["primary_keys"]),
        schema=schema,
        stamped=STAMPED,
        valid=True,
        merged=True,
    )
    plan = Plan.of(stream)
    assert plan is not None
    assert [column.name for column in plan.by_value] == []
    assert plan.simple
