"""The calculator of Open-Meteo's price calculates as the tap is charged."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tap_openmeteo import variables
from tap_openmeteo.batches import weight
from tap_openmeteo.plans import DAY, HOUR, MINUTE, PLANS
from tap_openmeteo.tap import TapOpenMeteo
from tests.pages import Page
from tools.house import ROOT

PAGE = Page(ROOT / "docs/open-meteo-cost.md")
TABLE = next(table for table in PAGE.tables if table[0][0] == "cells")
LIMITS = next(table for table in PAGE.tables if table[0][0] == "plan")
SETTINGS = {
    name: schema.get("default")
    for name, schema in TapOpenMeteo.config_jsonschema["properties"].items()
}
LEADS = len(variables.PREVIOUS_RUNS) * len(SETTINGS["previous_run_days"])
RUNS_A_DAY = 4
FIRST_YEAR, FIRST_LEADS = 365, 90
"""Days that a first run reads: of observed weather, of previous runs."""
SHARED_FROM, SHARE = 1000, 0.3
"""From so many cells on they share grid points, says the page: 300 of 1,000."""


def price(columns: int, days: int) -> float:
    """What a place costs [calls]."""
    return weight(places=1, variables=columns, days=days)


def run() -> float:
    """What a run costs a cell once all is there [calls]."""
    again = SETTINGS["lookback_days"]
    recent = price(len(variables.FORECAST), SETTINGS["recent_days"])
    ahead = price(len(variables.FORECAST), SETTINGS["forecast_days"])
    observed = price(len(variables.OBSERVED), again)
    return recent + ahead + observed + price(LEADS, again)


def beginning(cells: int) -> float:
    """What a first run costs beside that: the year, the leads, the normals [calls]."""
    first, last = (
        date.fromisoformat(SETTINGS[f"history_{end}_date"]) for end in ("start", "end")
    )
    points = cells * (SHARE if cells >= SHARED_FROM else 1)
    normals = price(len(variables.DAILY), (last - first).days + 1)
    year = price(len(variables.OBSERVED), FIRST_YEAR) + price(LEADS, FIRST_LEADS)
    return cells * year + points * normals


def number(text: str) -> float:
    """A number as the table writes it."""
    amount, _, unit = text.replace(",", "").partition(" ")
    return float(amount) * {"": 1, "million": 1_000_000}[unit]


@pytest.mark.parametrize("row", TABLE[1:], ids=lambda row: row[0])
def test_a_row_is_what_the_tap_would_be_charged(row: list[str]):
    cells, day, month, begins = map(number, row[:4])

    assert day == pytest.approx(cells * RUNS_A_DAY * run(), rel=0.03)
    assert month == pytest.approx(30 * cells * RUNS_A_DAY * run(), rel=0.03)
    assert begins == pytest.approx(beginning(int(cells)), rel=0.03)


def test_a_lead_left_out_saves_what_the_page_says():
    again = SETTINGS["lookback_days"]
    leads = price(LEADS, again)
    [saved] = re.findall(r"of ([\d.]+) calls a cell and run", PAGE.text)
    [(each, all_of_them)] = re.findall(r"([\d.]+) a lead, up to ([\d.]+)", PAGE.text)

    assert float(saved) == pytest.approx(run(), abs=0.05)
    assert float(each) == pytest.approx(leads / len(SETTINGS["previous_run_days"]))
    assert float(all_of_them) == pytest.approx(leads)


def test_the_plans_are_those_of_the_tap():
    names = [row[0].lower() for row in LIMITS[1:]]
    free = [int(n.replace(",", "")) for n in re.findall(r"[\d,]*\d", LIMITS[1][1])]
    archive = {name: PLANS[name].archive_family for name in names}

    assert {*names} == {*PLANS}
    assert dict(zip((MINUTE, HOUR, DAY), free, strict=True)) == dict(
        PLANS["free"].windows
    )
    assert [name for name, has in archive.items() if not has] == ["standard"]
    assert "archive" in LIMITS[2][3]
