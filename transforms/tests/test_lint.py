"""What is wrong with a model is told before any data is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wv_transforms.errors import ProjectError
from wv_transforms.graph import graph_of
from wv_transforms.lint import lint

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_transforms.project import Project

    ProjectWith = Callable[..., Project]

HEADER = "-- What?\n-- Grain: a.\n-- Period: b.\n-- Window: c.\n-- Source: d.\n"
CONTRACT = """
description: A day.
grain: day
keys: [month]
materialized: view
owner: weather
columns:
  month: {type: bigint, unit: month, description: "Month."}
tests:
  - {name: one, given: {}, expect: []}
"""
CHECK = "-- It is wrong.\n-- Severity: V2\n-- Next: correct it.\n"


def test_the_shipped_models_are_sound(project: Project):
    assert set(lint(project).order) == set(project.models)


def test_every_model_follows_what_it_reads(project: Project):
    graph = graph_of(project)
    place = {name: index for index, name in enumerate(graph.order)}

    for name, inputs in graph.inputs.items():
        assert all(place[read] < place[name] for read in inputs if read in place), name


def test_upstream_is_a_model_and_all_it_rests_on(project: Project):
    graph = graph_of(project)

    assert graph.upstream(["calendar_windows"]) == ("calendar_days", "calendar_windows")
    assert set(graph.upstream(project.models)) == set(project.models)


def model(name: str, sql: str, contract: str = CONTRACT) -> dict[str, str | None]:
    return {f"models/{name}.sql": sql, f"models/{name}.yml": contract}


SOUND = "select month from calendar_days"
FRAME = """
select max(month) over (order by day {} between 1 preceding and current row {}) as month
from calendar_days
"""


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("select month from calendar_dayz", "unknown table 'calendar_dayz'; known: "),
        ("select month from calendar_dayz", "Next: write 'calendar_days'"),
        ("select month from raw.zzz", "unknown table 'raw.zzz'"),
        ("select mont as month from calendar_days", r"x\.sql: .*mont"),
        ("select month, day from calendar_days", r"\['day'\] are not in the contract"),
        ("select day from calendar_days", r"\['month'\] only there"),
        ("select month from", "The SQL cannot be parsed"),
        ("select 1 as month; select 2 as month", "something else than one SELECT"),
        ("drop table calendar_days", "something else than one SELECT"),
        ("select month // 2 as month from calendar_days", "integer division"),
        (
            f"{SOUND} asof join calendar_days as b on day >= b.day",
            "ASOF",
        ),
        (f"{SOUND} where list_any([1], lambda x: x > 1)", "a lambda: use joins"),
        (f"{SOUND} where current_date > date '2020-01-01'", "CURRENT_DATE.*allow-list"),
        (f"{SOUND} where now() > timestamp '2020-01-01'", r"NOW\(\): .*allow-list"),
        (f"{SOUND} where random() > 0.5", r"RANDOM\(\): .*allow-list"),
        (
            "select 1::bigint as month from read_csv('/etc/passwd')",
            "READ_CSV.*allow-list",
        ),
        (f"{SOUND} where month = ?", "a parameter"),
        ("select * exclude (day) from calendar_days", "write the columns out"),
        (f"{SOUND} using sample 10%", "chance"),
        (f"{SOUND} positional join calendar_days as b", "use a join on a condition"),
        ("select [7][1] as month", "lists are counted"),
        ("select month::hugeint as month from calendar_days", "the type is not on the"),
        (FRAME.format("groups", ""), "use ROWS or RANGE"),
        (FRAME.format("rows", "exclude ties"), "Spark: EXCLUDE"),
        (f"{SOUND} where levenshtein('a', 'b') > 0", "LEVENSHTEIN.*allow-list"),
        (
            "select month::varchar as month from calendar_days",
            "month is VARCHAR, the contr",
        ),
        (f"{SOUND} where day > 'x' + date '2020-01-01'", r"x\.sql"),
        ("select cell_id as month from raw.openmeteo__cells", "only staging reads raw"),
    ],
)
def test_a_wrong_model_is_refused(project_with: ProjectWith, sql: str, complaint: str):
    project = project_with(model("weather/x", HEADER + sql), "calendar_days")

    with pytest.raises(ProjectError, match=complaint) as refused:
        lint(project)

    assert refused.value.exit_code == 2


def test_every_complaint_is_told_at_once(project_with: ProjectWith):
    contract = CONTRACT.replace("  - {name: one, given: {}, expect: []}", "  []")
    sql = "select month // 2 as month, no from calendar_days"
    project = project_with(model("weather/x", sql, contract), "calendar_days")

    with pytest.raises(ProjectError, match=r"faults \(4\)") as refused:
        lint(project)

    said = str(refused.value)
    for part in ("begin with a question", "give it a test", "integer division", "'no'"):
        assert part in said


def test_columns_stand_in_the_order_of_the_contract(project_with: ProjectWith):
    day = '  day: {type: bigint, unit: day, description: "Day."}\ntests:'
    sql = HEADER + SOUND.replace("month", "day, month")
    files = model("weather/x", sql, CONTRACT.replace("tests:", day))

    with pytest.raises(ProjectError, match="not in the contract's order"):
        lint(project_with(files, "calendar_days"))


def test_a_text_that_was_sound_is_looked_at_anew_where_what_it_reads_changed(
    project_with: ProjectWith,
):
    """The same text is judged once, but only over the same columns."""
    y = model("weather/y", HEADER + SOUND)
    files = y | model("weather/x", HEADER + SOUND.replace("calendar_days", "y"))
    lint(project_with(files, "calendar_days"))
    renamed = HEADER + SOUND.replace("month", "month as moon")
    files |= model("weather/y", renamed, CONTRACT.replace("month", "moon"))

    with pytest.raises(ProjectError, match=r"weather/x\.sql: .*month"):
        lint(project_with(files, "calendar_days"))


def test_a_layer_does_not_read_a_later_one(project_with: ProjectWith):
    files = model("weather/x", HEADER + SOUND.replace("calendar_days", "y"))
    files |= model("quality/y", HEADER + SOUND)

    with pytest.raises(ProjectError, match="reads y of a later layer, quality"):
        lint(project_with(files, "calendar_days"))


def test_a_folder_is_a_layer(project_with: ProjectWith):
    project = project_with(model("attic/x", HEADER + SOUND), "calendar_days")

    with pytest.raises(ProjectError, match="attic is no layer; known: staging, wea"):
        lint(project)


def test_a_model_of_no_layer_can_still_be_looked_at(project_with: ProjectWith):
    """The one complaint is about the folder, not about who reads it."""
    files = model("attic/y", HEADER + SOUND)
    files |= model("weather/x", HEADER + SOUND.replace("calendar_days", "y"))

    with pytest.raises(ProjectError, match=r"faults \(1\)"):
        lint(project_with(files, "calendar_days"))


def test_models_do_not_read_each_other_in_a_ring(project_with: ProjectWith):
    files = model("weather/x", HEADER + SOUND.replace("calendar_days", "y"))
    files |= model("weather/y", HEADER + SOUND.replace("calendar_days", "x"))

    with pytest.raises(ProjectError, match=r"in a ring: [xy] reads [xy] reads [xy]"):
        lint(project_with(files, "calendar_days"))


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("select month from calendar_days where dayy > 1", "dayy"),
        ("select month from calendar_dayz", "unknown table 'calendar_dayz'"),
        ("select month from calendar_days where now() > now()", "allow-list"),
        (
            "select month from calendar_days where day > date '2020-01-01'",
            r"checks/calendar_days__x\.sql: Binder Error",
        ),
    ],
)
def test_a_wrong_check_is_refused(project_with: ProjectWith, sql: str, complaint: str):
    files: dict[str, str | None] = {"checks/calendar_days__x.sql": CHECK + sql}

    with pytest.raises(ProjectError, match=complaint):
        lint(project_with(files, "calendar_days", "calendar_days__x"))
