"""A small project in a folder: the weather of two places, from the sandbox."""

from __future__ import annotations

PROJECT = """
default_environment: dev
environments:
- name: dev
- name: prod
  config:
    plugins:
      extractors:
      - name: tap-openmeteo
        config: {allow_stub: false}
plugins:
  extractors:
  - name: tap-openmeteo
    select: [cells.*, model_runs.*, connector_runs.*]
    config:
      as_of: "2026-11-15T09:00:00Z"
      api_key: $WEATHER_KEY
      state_dir: ${MELTANO_PROJECT_ROOT}/.state
  loaders:
  - name: target-parquet-lake
    config: {source: $NOBODY_SETS_THIS}
"""
