"""The given/expect tests that stand beside the models, and what runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from wv_transforms.errors import ProjectError
from wv_transforms.project import Project, UnitTest
from wv_transforms.testing import run_model, run_test, run_tests

if TYPE_CHECKING:
    from wv_transforms.project import Model

PROJECT = Project.load()
CASES = [(model, test) for model in PROJECT.models.values() for test in model.tests]


@pytest.mark.parametrize(
    ("model", "test"),
    CASES,
    ids=[f"{model.name}: {test.name}" for model, test in CASES],
)
def test_model(model: Model, test: UnitTest):
    assert run_test(PROJECT, model, test).complaint == ""


def case(**parts: Any) -> UnitTest:
    given = {"calendar_days": [{"calendar_day": 5, "is_leap_day": False}]}
    standard = {
        "name": "x",
        "why": "",
        "given": given,
        "expect": (),
        "settings": {},
        "where": "",
    }
    return UnitTest(**standard | parts)


def outcome(**parts: Any) -> str:
    return run_test(
        PROJECT, PROJECT.models["calendar_windows"], case(**parts)
    ).complaint


def test_what_is_as_expected_has_no_complaint():
    assert outcome(expect=({"calendar_day": 5, "distance_days": 0},)) == ""


def test_a_missing_row_and_one_too_many_are_told():
    complaint = outcome(expect=({"calendar_day": 6},))

    assert complaint == "missing {'calendar_day': 6}; not expected {'calendar_day': 5}"


def test_a_condition_narrows_what_is_looked_at():
    assert outcome(where="calendar_day > 5") == ""


def test_an_error_of_the_engine_is_a_complaint():
    assert "Binder Error" in outcome(where="nothing > 5")


def test_a_date_may_be_a_text():
    model = PROJECT.models["stg_openmeteo__weather_daily_history"]
    raw = {"raw.openmeteo__weather_daily_history": [{"date": "1991-01-01"}]}

    test = case(given=raw, expect=({"observed_on": "1991-01-01"},))

    assert run_test(PROJECT, model, test).complaint == ""


def test_rows_may_come_from_a_select():
    given = {"calendar_days": {"sql": "select 5 as calendar_day, false as is_leap_day"}}

    assert outcome(given=given, expect=({"calendar_day": 5},)) == ""


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"given": {"cells": []}}, r"calendar_windows does not read \['cells'\]"),
        (
            {"given": {"calendar_days": [{"dya": 1}]}},
            r"calendar_days has no column \['dya'\]",
        ),
        (
            {"given": {"calendar_days": {"sql": "select 1 as dya"}}},
            r"no column \['dya'\]",
        ),
        ({"expect": ({"dya": 1},)}, r"calendar_windows has no column \['dya'\]"),
        ({"settings": {"dya": 1}}, "Unknown setting dya"),
    ],
)
def test_a_wrong_name_in_a_test_is_told(parts: dict[str, Any], message: str):
    with pytest.raises(ProjectError, match=message):
        outcome(**parts)


def test_every_test_of_every_model_is_run():
    smaller = Project(
        {"calendar_days": PROJECT.models["calendar_days"]}, {}, PROJECT.settings, ()
    )

    ran = [(outcome.model, outcome.test) for outcome in run_tests(smaller)]

    assert ran == [
        ("calendar_days", test.name) for test in PROJECT.models["calendar_days"].tests
    ]


def test_what_is_not_given_is_empty():
    assert run_model(PROJECT, "weather_daily", {}) == []
