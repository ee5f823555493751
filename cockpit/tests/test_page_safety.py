"""The page fetches nothing, links to its sources alone, and keeps hostile text text."""

from __future__ import annotations

import dataclasses
import re

from cockpit_tests_outline import Outline

from wv.report import page, place

HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"
NOAA = (
    "https://www.ncei.noaa.gov/products/land-based-station/"
    "global-historical-climatology-network-daily"
)


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
        "https://www.geonames.org/",
        NOAA,
    }


def test_the_sources_are_named_as_their_licences_ask(outline):
    text = outline.text()

    assert "Weather data by Open-Meteo.com" in text
    assert "GeoNames , CC BY 4.0" in text
    assert "CC BY 4.0" in text
    assert "Generated using Copernicus Climate Change Service information" in text
    assert "public domain" in text


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


def test_a_hostile_shop_alert_or_letter_stays_text(everything):
    shop = everything.shop
    hostile = dataclasses.replace(
        shop,
        currency=HOSTILE,
        products=(dataclasses.replace(shop.products[0], title=HOSTILE),),
        segments=(dataclasses.replace(shop.segments[0], name=HOSTILE),),
        promos=(dataclasses.replace(shop.promos[0], channel=HOSTILE),),
        cells=(dataclasses.replace(shop.cells[0], name=HOSTILE),),
        spend=(dataclasses.replace(shop.spend[0], platform=HOSTILE),),
        coverage=(dataclasses.replace(shop.coverage[0], country=HOSTILE),),
    )
    alert = dataclasses.replace(
        everything.alerts[0], dataset=HOSTILE, level=HOSTILE, message=HOSTILE,
        next_step=f"`{HOSTILE}`",
    )  # fmt: skip
    letters = dataclasses.replace(everything.refused[0], table=HOSTILE, why=HOSTILE)

    found = Outline(
        page.write(
            dataclasses.replace(
                everything, shop=hostile, alerts=(alert,), refused=(letters,)
            )
        )
    )

    assert not {"script", "img"} & {tag for tag, _, _ in found.tags}
    assert found.text().count(HOSTILE) >= 10


def test_a_hostile_id_never_reaches_the_style_sheet(make_cell):
    """Style is written raw, so only plain ids may get there."""
    cells = [make_cell(cell_id="x{}</style><script>"), make_cell(), make_cell()]

    assert place.anchors(cells) == ["place-1", "cell-dr5ru", "place-3"]
