"""The page as a browser would parse it: whole, accessible, small."""

from __future__ import annotations

import itertools
import re

from cockpit_tests_outline import Outline

from wv.report import page


def test_every_tag_is_closed_in_order(outline):
    assert outline.open == []


def test_no_id_stands_twice(outline):
    ids = outline.attributes("id")

    assert len(ids) == len(set(ids))


def test_every_reference_leads_to_an_id(outline):
    ids = set(outline.attributes("id"))
    labels = outline.attributes("aria-labelledby")
    anchors = [each[1:] for each in outline.attributes("href") if each.startswith("#")]

    wanted = {each for label in labels for each in label.split()} | set(anchors)
    assert wanted <= ids
    assert anchors


def test_headings_descend_one_step_at_a_time(outline):
    levels = [int(tag[1]) for tag, _, _ in outline.tags if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in itertools.pairwise(levels))


def test_the_landmarks_are_there_once(outline):
    tops = [tag for tag, _, parents in outline.tags if parents == ("html", "body")]

    assert tops == ["a", "header", "nav", "main", "footer"]


def test_the_document_names_its_language_and_title(outline):
    assert outline.named("html") == [{"lang": "en"}]
    assert ("title", "WeatherVane: weather against normal, default") in outline.texts


def test_every_chart_has_a_title_and_a_sentence(page_text):
    charts = re.findall(
        r'<svg class="[^"]*" role="img"[^>]*>(.{0,60}).*?</svg>', page_text
    )
    outermost = [
        attrs
        for tag, attrs, parents in Outline(page_text).tags
        if tag == "svg" and "svg" not in parents
    ]

    assert len(charts) == len(outermost) == 18
    assert all(chart.startswith("<title id=") for chart in charts)
    assert page_text.count("<desc id=") == 18


def test_every_chart_has_its_numbers_in_a_table(outline):
    """Two charts a place, and one table for the row of small ones."""
    inside = [tag for tag, _, parents in outline.tags if "details" in parents]

    assert inside.count("table") == 2 * 6 + 1


def test_every_table_has_caption_and_headed_rows(page_text):
    for table in re.findall(r"<table.*?</table>", page_text, re.DOTALL):
        assert "<caption>" in table
        assert '<th scope="col">' in table
        rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
        assert all(row.startswith("<th ") for row in rows)


def test_what_scrolls_can_be_reached_by_keyboard(outline):
    boxes = [attrs for attrs in outline.named("div") if attrs.get("class") == "scroll"]

    assert boxes
    assert all(
        box["tabindex"] == "0" and box["role"] == "region" and box["aria-label"]
        for box in boxes
    )


def test_regions_do_not_share_a_name(outline):
    labels = [
        attrs["aria-label"] for attrs in outline.named("div") if "aria-label" in attrs
    ]

    assert len(labels) == len(set(labels))


def test_six_places_fit_in_250_kilobytes(page_text):
    assert len(page_text.encode()) <= 250_000


def test_the_health_part_fits_in_150_kilobytes(page_text):
    health = page_text[page_text.index('<section id="health"') :]

    assert len(health.encode()) <= 150_000


def test_equal_editions_make_equal_pages(edition, page_text):
    """No clock and no chance: a page can be compared with the last one."""
    assert page.write(edition) == page_text


def test_the_lead_comes_first(page_text):
    names = re.findall(r'<h2 id="cell-\w+-name">([^<]+)', page_text)

    assert names[0] == "New York"
    assert len(names) == 6
