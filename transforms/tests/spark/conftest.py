"""Spark, where it can run: it needs Java and the extra `spark` (`make spark`)."""

from __future__ import annotations

import importlib.util
import shutil
from typing import TYPE_CHECKING

import pytest

from target_parquet_lake.lake import Lake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_transforms.engines.spark_engine import Spark


@pytest.fixture(scope="session")
def has_spark() -> None:
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("Spark is not installed; `make spark` installs it and runs this")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17 or newer, and none is on the PATH")


@pytest.fixture(scope="session")
def spark(has_spark: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spark]:
    del has_spark
    from wv_transforms.engines.spark_engine import Spark as Engine  # noqa: PLC0415  # Where it is there.

    lake = Lake(tmp_path_factory.mktemp("spark") / "lake")
    lake.prepare()
    with Engine.opened(lake, "tests", "local[2]") as engine:
        yield engine
