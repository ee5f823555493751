"""Money is exact and has a currency; what is personal is not even read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from wv_transforms.column_types import ColumnType
from wv_transforms.project import PACKAGE, Project

if TYPE_CHECKING:
    from wv_transforms.project import Model, Source

STREAMS = PACKAGE.parents[1] / "schemas/streams"
TAPS = {"shopify_wv": "tap-shopify-wv"}
PROJECT = Project.load()
MODELS = [*PROJECT.models.values()]
SOURCES = [*PROJECT.sources.values()]
SPOKEN = re.compile(
    r"spend|spent|sales|price|amount|refund|discount|revenue|cash|value"
)
"""What amounts are called; a share or a rate of one is no amount."""
QUOTIENT = re.compile(r"share|rate|return_on|_by_|per_|rank|bound")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_money_stands_beside_its_currency(model: Model):
    money = [column.name for column in model.columns if column.unit == "currency"]
    names = [column.name for column in model.columns]

    assert not money or any(name.endswith("currency") for name in names), money
    assert all(
        column.type is ColumnType.DECIMAL
        for column in model.columns
        if column.name in money
    )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_what_is_called_an_amount_is_no_float(model: Model):
    floats = [
        column.name
        for column in model.columns
        if column.type is ColumnType.DOUBLE
        and SPOKEN.search(column.name)
        and not QUOTIENT.search(column.name)
    ]

    assert floats == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_nothing_personal_is_read(source: Source):
    """Taps say which columns are pseudonyms, or empty unless `pii_mode` is keep."""
    name, _, stream = source.name.partition("__")
    path = STREAMS / TAPS.get(name, f"tap-{name}") / f"{stream}.json"
    columns = json.loads(path.read_text(encoding="utf-8"))["schema"]["properties"]

    personal = {
        name
        for name, schema in columns.items()
        if "pii_mode" in schema.get("description", "")
    }
    assert personal.isdisjoint(column.name for column in source.columns)
