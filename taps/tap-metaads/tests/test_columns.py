"""Instants as Meta writes them."""

from __future__ import annotations

import pytest

from tap_metaads.columns import when


@pytest.mark.parametrize(
    ("told", "instant"),
    [
        ("2026-11-15T04:00:00-0500", "2026-11-15T09:00:00+00:00"),
        ("2026-11-15T09:00:00+0000", "2026-11-15T09:00:00+00:00"),
        (1794733200, "2026-11-15T09:00:00+00:00"),
    ],
)
def test_an_instant_is_told_in_utc(told, instant):
    assert when("x", "x", "When.").read(told) == instant


@pytest.mark.parametrize("told", ["2026-11-15T04:00:00", "yesterday", "", True])
def test_an_instant_without_its_zone_is_none(told):
    with pytest.raises((TypeError, ValueError)):
        when("x", "x", "When.").read(told)
