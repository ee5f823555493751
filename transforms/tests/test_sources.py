"""What we rely on in a raw table is what the tap's contract promises."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from wv_transforms.column_types import ColumnType
from wv_transforms.project import PACKAGE, Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_transforms.project import Source

STREAMS = PACKAGE.parents[1] / "schemas/streams"
SOURCES = list(Project.load().sources.values())
TAPS = {
    "googleads": "tap-googleads",
    "klaviyo": "tap-klaviyo",
    "metaads": "tap-metaads",
    "openmeteo": "tap-openmeteo",
    "shopify_wv": "tap-shopify-wv",
}
"""Source to tap, whose contracts lie in `schemas/streams/<tap>/`."""
JSON_TYPES = {
    ("integer", None): ColumnType.BIGINT,
    ("number", None): ColumnType.DOUBLE,
    ("boolean", None): ColumnType.BOOLEAN,
    ("string", "date-time"): ColumnType.TIMESTAMP,
    ("string", "date"): ColumnType.DATE,
    ("string", None): ColumnType.STRING,
    ("string", "singer.decimal"): ColumnType.DECIMAL,
    ("array", None): ColumnType.AMOUNTS,
}


def promised(source: Source) -> dict[str, Any]:
    name, _, stream = source.name.partition("__")
    path = STREAMS / TAPS[name] / f"{stream}.json"
    contract = json.loads(path.read_text(encoding="utf-8"))
    return dict(contract["schema"]["properties"])


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_column_is_promised_with_its_type(source: Source):
    """A renamed column would be read as null without a word in the numbers."""
    columns = promised(source)

    for column in source.columns:
        if column.name in source.absent:
            assert column.name not in columns, f"{column.name} is no longer absent"
        elif not column.name.startswith("_sdc_"):
            schema = columns[column.name]
            (kind,) = (
                set(schema["type"]) - {"null"}
                if isinstance(schema["type"], list)
                else {schema["type"]}
            )
            assert JSON_TYPES[kind, schema.get("format")] is column.type, column.name
            if column.type is ColumnType.AMOUNTS:
                amount = schema["items"]["properties"]["amount"]
                assert amount["format"] == "singer.decimal", column.name


def test_a_column_that_should_be_there_is_told(
    put: Callable[..., int], run_build: Callable[..., Any]
):
    put("cells", "select * exclude (name) from {usual}")

    result = run_build(models=["stg_openmeteo__cells"])

    assert "raw.openmeteo__cells.name" in result.missing_columns
    assert "raw.openmeteo__cells.name: no such column, read as null" in result.summary()
