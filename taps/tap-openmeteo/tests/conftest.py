"""A tap that reads two cells of the sandbox."""

from __future__ import annotations

import pytest

from tap_kit import testing
from tap_openmeteo.tap import TapOpenMeteo

NEW_YORK = {"name": "New York", "latitude": 40.78, "longitude": -73.97}
BERLIN = {"name": "Berlin", "latitude": 52.52, "longitude": 13.41}


def without(catalog: dict, columns: tuple[str, ...]) -> dict:
    """Deselect columns, as an operator does it in the catalog."""
    for stream in catalog["streams"]:
        for entry in stream["metadata"]:
            if entry["breadcrumb"][-1:] and entry["breadcrumb"][-1] in columns:
                entry["metadata"]["selected"] = False
    return catalog


@pytest.fixture
def make_tap(tmp_path, box, clock):
    """Make a tap that reads the given streams, or all, from the sandbox."""

    def make(
        *streams: str,
        state: dict | None = None,
        deselect: tuple[str, ...] = (),
        **config,
    ) -> TapOpenMeteo:
        settings = {
            "api_base_url": f"{box.url}/openmeteo",
            "api_key": "sandbox-professional",
            "cells": [NEW_YORK, BERLIN],
            "start_date": "2026-11-01",
            "state_dir": str(tmp_path / "state"),
            **config,
        }
        options = {"clock": clock, "state": state}
        tap = testing.make_tap(TapOpenMeteo, settings, streams, **options)
        if deselect:
            catalog = without(tap.catalog_dict, deselect)
            return testing.make_tap(
                TapOpenMeteo, settings, streams, catalog=catalog, **options
            )
        return tap

    return make
