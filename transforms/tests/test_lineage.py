"""What is made of what, read off the SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv_transforms.lineage import column_lineage, columns_of_columns, diagram

if TYPE_CHECKING:
    from wv_transforms.project import Project


def test_every_model_and_every_raw_table_is_on_the_diagram(project: Project):
    text = diagram(project)

    assert text.startswith("flowchart LR\n")
    for name in (*project.models, *project.sources):
        assert f'["{name}"]' in text
    assert "  calendar_days --> calendar_windows" in text
    assert "raw__openmeteo__cells --> stg_openmeteo__cells" in text
    assert "settings" not in text


def test_a_column_is_followed_through_the_steps_of_its_model(project: Project):
    origins = columns_of_columns(project, "weather_anomalies")

    assert origins["temp_anomaly"] == [
        "climatology_daily.temp_normal_c",
        "weather_days.temp_c",
    ]
    assert origins["local_date"] == ["weather_days.local_date"]


def test_every_column_has_an_origin_or_is_made_here(project: Project):
    for name in project.models:
        origins = columns_of_columns(project, name)
        assert list(origins) == [column.name for column in project.models[name].columns]


def test_columns_of_raw_tables_bear_their_schema(project: Project):
    origins = columns_of_columns(project, "stg_openmeteo__cells")

    assert origins["geohash"] == ["raw.openmeteo__cells.cell_id"]


def test_columns_are_drawn_with_what_they_are_made_of(project: Project):
    text = column_lineage(project, "stg_openmeteo__cells")

    assert (
        '  raw__openmeteo__cells__name["raw.openmeteo__cells.name"]'
        " --> stg_openmeteo__cells__name" in text
    )
