"""A target with its default settings, and the letters it leaves."""

from __future__ import annotations

import contextlib
import io
import json

import pyarrow.dataset as ds
import pytest

from target_parquet_lake.dead_letters_table import letters_name
from target_parquet_lake.errors import PartialError
from target_parquet_lake.target import TargetParquetLake

CANARY = "jane@example.org"
NAME = letters_name("default", "singer")


@pytest.fixture
def pour(lake, clock, singer, capsys):
    """Run messages with the default settings; returns STATEs passed and the summary."""

    def run(*messages, **config):
        settings = {"lake_root": str(lake.root), **config}
        target = TargetParquetLake(config=settings, clock=clock)
        capsys.readouterr()
        target.process_lines(io.BytesIO(singer.lines(*messages)))
        with contextlib.suppress(PartialError):
            target.process_endofpipe()
        states = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return states, target.loader.summary

    return run


@pytest.fixture
def letters(lake):
    def read():
        files = lake.pin([NAME]).tables[NAME].files
        rows = ds.dataset([*files]).to_table().to_pylist()
        return sorted(rows, key=lambda row: row["line"])

    return read
