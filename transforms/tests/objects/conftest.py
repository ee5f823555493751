"""A lake in an object store: the S3 that the target's own tests run against."""

from __future__ import annotations

import importlib

_objects = importlib.import_module("targets.target-parquet-lake.tests.objects.conftest")
server, options, bucket = _objects.server, _objects.options, _objects.bucket
empty_lake = _objects.lake
