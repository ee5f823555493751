"""What the page says of its data, above all of data that is not there."""

from __future__ import annotations

import dataclasses

from cockpit_tests_outline import Outline

from wv.report import page
from wv.report.model import Edition


def test_the_header_says_whose_and_when(outline):
    text = outline.text()

    assert "15 November 2026, 06:00 UTC" in text
    assert "15 November 2026, 06:12 UTC" in text


def test_sandbox_data_is_said_first(outline):
    texts = [data for tag, data in outline.texts if tag in {"strong", "h1"}]

    assert texts == ["Sandbox data.", "Weather against normal"]


def test_real_data_bears_no_banner(edition):
    assert "Sandbox data" not in page.write(dataclasses.replace(edition, stub=False))


def test_without_any_place_the_page_says_what_to_do():
    text = page.write(Edition("default", None, None, ()))

    assert "No place has any weather yet: run the pipe, then" in text
    assert "No connector has reported a run yet." in text
    assert "No stream has been measured yet." in text


def test_one_place_needs_no_row_of_small_charts(make_cell):
    text = page.write(Edition("default", None, None, (make_cell(),)))

    assert "All places, one year" not in text


def test_a_place_without_normals_is_left_out_of_the_comparison(make_cell):
    bare = make_cell(1, climate=False, days=())
    text = page.write(Edition("default", None, None, (make_cell(), bare)))

    assert text.count('class="mini"') == 1
    assert "No day has been observed yet, so there is no year to draw." in text


def test_places_whose_months_differ_share_one_table(make_cell):
    short = make_cell(1)
    short = dataclasses.replace(short, days=short.days[-40:])

    text = page.write(Edition("default", None, None, (make_cell(), short)))

    assert '<th scope="row">Berlin</th><td>\N{EN DASH}</td>' in text


def text_of(cell):
    return Outline(page.write(Edition("default", None, None, (cell,)))).text()


def test_a_place_known_by_its_forecast_alone_shows_it(make_cell):
    cell = make_cell()
    ahead = tuple(day for day in cell.days if day.forecast)

    text = text_of(dataclasses.replace(cell, days=ahead))

    assert "The forecast reaches 29 November 2026" in text
    assert "New York: 15 forecast days" in text


def test_a_place_with_nothing_at_all_has_its_sentences(make_cell):
    bare = make_cell(days=(), climate=False, latitude=None, longitude=None)

    text = text_of(bare)

    assert "No day has been observed yet" in text
    assert "No forecast has been loaded" in text
    assert "US · America/New_York · cell dr5ru" in text


def test_an_unknown_anomaly_is_a_dash(make_cell):
    day = dataclasses.replace(make_cell().days[-1], anomaly_c=None)

    found = page.write(Edition("default", None, None, (make_cell(days=(day,)),)))

    assert f"<td>{day.mean_c:.1f}</td><td>\N{EN DASH}</td>" in found


def test_without_climatology_and_forecast_the_observed_year_still_shows(make_cell):
    cell = make_cell(ahead=0, climate=False)
    days = [
        dataclasses.replace(day, anomaly_c=None, precip_anomaly_mm=None)
        for day in cell.days
    ]

    found = page.write(
        Edition("default", None, None, (dataclasses.replace(cell, days=tuple(days)),))
    )

    assert "there are no normals to hold them against" in found
    assert "No climatology yet: the fan and the anomalies are missing." in found
    assert "No forecast has been loaded" in found
    assert 'class="chart fan"' in found
    assert 'class="swatch' not in found


def test_a_fixed_base_is_not_called_stale(outline):
    """The climatology's days end in 2020 by design."""
    assert "weather_daily_history" in outline.text()
    assert "fixed base" in outline.text()
