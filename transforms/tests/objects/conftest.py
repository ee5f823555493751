"""A lake in an object store: the S3 that the target's own tests run against."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from wv_transforms.project import PACKAGE

if TYPE_CHECKING:
    from types import ModuleType

PATH = "targets/target-parquet-lake/tests/objects/conftest.py"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "transforms_tests_objects", PACKAGE.parents[1] / PATH
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_objects = _load()
server, options, bucket = _objects.server, _objects.options, _objects.bucket
empty_lake = _objects.lake
