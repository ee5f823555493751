"""Events are CloudEvents, and their data is what the schema of their type says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker

from wv_transforms.alerts.envelope import event_type, incident_event, schema_id
from wv_transforms.quality.alarm import RULES, Level
from wv_transforms.quality.incidents import Incident, Turn

EVENTS = Path(__file__).parents[3] / "schemas" / "events"
OFFICIAL = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "cloudevents_1.0.schema.json").read_text()
)
NOW = datetime(2024, 4, 1, 6, tzinfo=UTC)
INCIDENT = Incident(
    incident_id="shop__orders/volume/1",
    dataset="shop__orders",
    family="volume",
    level=Level.CRITICAL,
    opened_at=NOW - timedelta(days=2),
    last_alarm_at=NOW,
    resolved_at=None,
    runs=3,
    quiet_runs=0,
    marks=("row_drop",),
    message="This run brought 40 rows of shop__orders instead of about 100 (-60%).",
    next_step="compare with the source",
)


def event(turn: Turn, incident: Incident = INCIDENT) -> dict[str, Any]:
    if turn is Turn.RESOLVED:
        incident = replace(incident, resolved_at=NOW)
    return incident_event("default", "run1", NOW, turn, incident)


def validator(turn: Turn) -> Draft202012Validator:
    path = EVENTS / event_type(turn) / "1.0.0.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == schema_id(event_type(turn))
    return Draft202012Validator(schema, format_checker=FormatChecker())


@pytest.mark.parametrize("turn", Turn)
def test_an_event_is_a_cloudevent(turn: Turn):
    official = Draft7Validator(OFFICIAL, format_checker=FormatChecker())
    found = event(turn)

    official.validate(found)
    assert found["specversion"] == "1.0"
    assert found["dataschema"] == schema_id(found["type"])
    # Names of attributes: lower-case letters and digits alone.
    assert all(name.isalnum() and name.islower() for name in found)


@pytest.mark.parametrize("turn", Turn)
def test_its_data_is_what_the_schema_of_its_type_says(turn: Turn):
    validator(turn).validate(event(turn)["data"])


@pytest.mark.parametrize("turn", Turn)
@pytest.mark.parametrize("part", sorted(event(Turn.OPENED)["data"]))
def test_the_schema_misses_every_part(turn: Turn, part: str):
    data = event(turn)["data"]
    del data[part]

    assert not validator(turn).is_valid(data)


def test_every_family_of_the_rules_is_known_to_the_schema():
    for rule in RULES.values():
        data = event(Turn.OPENED, replace(INCIDENT, family=rule.family))["data"]
        validator(Turn.OPENED).validate(data)


@pytest.mark.parametrize(
    ("turn", "level", "severity"),
    [
        (Turn.OPENED, Level.WARNING, "WARN"),
        (Turn.ESCALATED, Level.CRITICAL, "ERROR"),
        (Turn.RESOLVED, Level.CRITICAL, "INFO"),
    ],
)
def test_the_envelope_says_how_bad_it_is(turn: Turn, level: Level, severity: str):
    assert event(turn, replace(INCIDENT, level=level))["severitytext"] == severity


@given(st.datetimes(), st.text(min_size=1))
def test_the_id_depends_on_incident_and_turn_alone(time: datetime, run_id: str):
    now = time.replace(tzinfo=UTC)
    again = incident_event("default", run_id, now, Turn.OPENED, INCIDENT)

    assert again["id"] == event(Turn.OPENED)["id"]
    assert again["id"] != event(Turn.ESCALATED)["id"]
