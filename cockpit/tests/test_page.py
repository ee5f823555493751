"""The page as a browser would parse it: whole, safe, accessible, small."""

from __future__ import annotations

import dataclasses
import itertools
import re
from html.parser import HTMLParser

import pytest

from wv.report import page, place
from wv.report.model import Edition

HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"
NOAA = (
    "https://www.ncei.noaa.gov/products/land-based-station/"
    "global-historical-climatology-network-daily"
)
VOID = {"meta", "link", "br", "img"}


class Outline(HTMLParser):
    """What the tests ask about: tags with attributes, parents, and texts."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.texts = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    def attributes(self, *names):
        return [
            attrs[name] for _, attrs, _ in self.tags for name in names if name in attrs
        ]

    def named(self, tag):
        return [attrs for name, attrs, _ in self.tags if name == tag]

    def text(self):
        return " ".join(data for tag, data in self.texts if tag != "style")


@pytest.fixture(scope="module")
def outline(page_text):
    return Outline(page_text)


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


def test_nothing_is_fetched(page_text, outline):
    assert not outline.attributes(
        "src", "srcset", "data", "poster", "action", "background"
    )
    assert [each["href"][:5] for each in outline.named("link")] == ["data:"]
    assert not {"script", "iframe", "object", "embed", "base", "img"} & {
        tag for tag, _, _ in outline.tags
    }
    assert not re.search(r"url\(|@import|http-equiv=.refresh", page_text)


def test_the_policy_forbids_all_but_styles_and_inline_images(outline):
    (policy,) = [
        each["content"] for each in outline.named("meta") if "http-equiv" in each
    ]

    assert policy.startswith(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    )


def test_links_out_are_the_attributions_only(outline):
    out = {each for each in outline.attributes("href") if each.startswith("http")}

    assert out == {
        "https://open-meteo.com/",
        "https://creativecommons.org/licenses/by/4.0/",
        NOAA,
    }


def test_the_sources_are_named_as_their_licences_ask(outline):
    text = outline.text()

    assert "Weather data by Open-Meteo.com" in text
    assert "CC BY 4.0" in text
    assert "Generated using Copernicus Climate Change Service information" in text
    assert "public domain" in text


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


def test_the_header_says_whose_and_when(outline):
    text = outline.text()

    assert "15 November 2026, 06:00 UTC" in text
    assert "15 November 2026, 06:12 UTC" in text


def test_sandbox_data_is_said_first(outline):
    texts = [data for tag, data in outline.texts if tag in {"strong", "h1"}]

    assert texts == ["Sandbox data.", "Weather against normal"]


def test_real_data_bears_no_banner(edition):
    assert "Sandbox data" not in page.write(dataclasses.replace(edition, stub=False))


def test_a_hostile_name_stays_text(edition, make_cell):
    """Every text that comes from data: names, ids, zones, streams, errors, tenant."""
    cell = make_cell(
        cell_id=HOSTILE, name=HOSTILE, country_code=HOSTILE, timezone=HOSTILE
    )
    day = dataclasses.replace(cell.days[-1], flags=(HOSTILE,))
    cell = dataclasses.replace(cell, days=(*cell.days[:-1], day))
    run = dataclasses.replace(
        edition.connectors[0], name=HOSTILE, version=HOSTILE, last_success=False,
        last_error=HOSTILE,
    )  # fmt: skip
    stream = dataclasses.replace(edition.freshness[0], stream=HOSTILE)
    text = page.write(
        dataclasses.replace(
            edition, tenant=HOSTILE, cells=(cell, make_cell(1)), connectors=(run,),
            freshness=(stream,), tables={HOSTILE: 1},
        )
    )  # fmt: skip

    found = Outline(text)
    assert not {"script", "img"} & {tag for tag, _, _ in found.tags}
    assert not [
        name for _, attrs, _ in found.tags for name in attrs if name.startswith("on")
    ]
    assert HOSTILE in found.text()


def test_a_hostile_id_never_reaches_the_style_sheet(make_cell):
    """Style is written raw, so only plain ids may get there."""
    cells = [make_cell(cell_id="x{}</style><script>"), make_cell(), make_cell()]

    assert place.anchors(cells) == ["place-1", "cell-dr5ru", "place-3"]


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
