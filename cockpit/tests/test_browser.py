"""The page in a real browser: no request, no error, nothing wider than the window."""

from __future__ import annotations

import dataclasses

import pytest
from cockpit_tests_shops import crowded, everything, small

from wv.report import page
from wv.report.model import Edition

pytestmark = pytest.mark.browser

WIDE = """[...document.querySelectorAll('body *')].filter(each => {
  if (each.closest('.scroll > *, .tabs, .skip, .banner, svg *')) return false;
  const box = each.getBoundingClientRect();
  return each.checkVisibility() && (box.right > innerWidth + 1 || box.left < -1);
}).map(each => each.outerHTML.slice(0, 90))"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OUT_OF_SIGHT = """[...document.querySelectorAll('.chart text')].filter(each => {
  const box = each.getBoundingClientRect();
  return each.checkVisibility() && (box.right > innerWidth || box.left < 0);
}).map(each => each.textContent)"""
OVER_EACH_OTHER = """[...document.querySelectorAll('svg[role=img]')].flatMap(chart => {
  if (!chart.checkVisibility()) return [];
  const texts = [...chart.querySelectorAll('text:not(.note)')].filter(
    each => each.checkVisibility());
  const boxes = texts.map(each => each.getBoundingClientRect());
  return boxes.flatMap((one, n) => boxes.slice(n + 1).flatMap((other, m) =>
    one.left < other.right - 1 && other.left < one.right - 1 &&
    one.top < other.bottom - 2 && other.top < one.bottom - 2
      ? [`${texts[n].textContent} / ${texts[n + 1 + m].textContent}`] : []));
})"""
OPEN_ALL = "document.querySelectorAll('details').forEach(each => each.open = true)"
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"), (320, "light")]
looks = pytest.mark.parametrize(("width", "scheme"), LOOKS)


def without_weather(edition):
    bare = dataclasses.replace(everything(edition), cells=())
    return dataclasses.replace(bare, shop=small(anomalies={}))


EDITIONS = {
    "everything": everything,
    "weather alone": lambda edition: edition,
    "an empty lake": lambda _: Edition("default", None, None, ()),
    "a shop without weather": without_weather,
    "a shop without ads": lambda edition: dataclasses.replace(
        everything(edition), shop=small(spend=())
    ),
    "too much of everything": lambda edition: crowded(edition, 100),
}


@pytest.fixture(scope="module")
def open_page(browser, serve):
    """Open a page in a tab of its own."""
    folder, address, asked = serve
    tabs = []

    def call(text, width=1280, scheme="light"):
        asked.clear()
        (folder / "report.html").write_text(text, encoding="utf-8")
        tab = browser.tab(width=width, scheme=scheme)
        tabs.append(tab)
        tab.open(f"{address}/report.html")
        return tab

    yield call
    for tab in tabs:
        tab.close()


@looks
def test_nothing_is_wider_than_the_window(open_page, everything_text, width, scheme):
    """The whole of it: shop, places, alerts, dead letters, every table open."""
    tab = open_page(everything_text, width, scheme)
    tab.ask(OPEN_ALL)

    assert (tab.ask(OVERFLOW), tab.ask(WIDE)) == (0, [])


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", EDITIONS)
def test_whatever_the_lake_holds_the_page_keeps_its_shape(
    open_page, edition, name, width
):
    tab = open_page(page.write(EDITIONS[name](edition)), width)
    tab.ask(OPEN_ALL)

    assert (tab.ask(OVERFLOW), tab.ask(WIDE)) == (0, [])
    assert tab.told("Runtime.consoleAPICalled", "Log.entryAdded") == []


@looks
def test_no_label_of_a_chart_is_cut_off_or_over_another(
    open_page, everything_text, width, scheme
):
    tab = open_page(everything_text, width, scheme)

    assert tab.ask(OUT_OF_SIGHT) == []
    assert tab.ask(OVER_EACH_OTHER) == []


@looks
def test_the_charts_have_room(open_page, everything_text, width, scheme):
    tab = open_page(everything_text, width, scheme)
    height = "document.querySelector('{}').getBoundingClientRect().height"

    assert tab.ask("document.querySelectorAll('svg[role=img]').length") == 18 + 3
    assert tab.ask(height.format(".fan")) >= 250
    assert tab.ask(height.format(".sales")) >= 250
    assert tab.ask(height.format(".map")) >= 90


def test_the_console_stays_silent_and_nothing_else_is_asked_for(
    open_page, everything_text, serve
):
    """By the server's log, and by what the browser itself says it asked for."""
    tab = open_page(everything_text)
    tab.ask(OPEN_ALL)

    sent = tab.told("Network.requestWillBeSent")
    urls = {each["request"]["url"] for each in sent}
    assert {url for url in urls if not url.startswith("data:")} == {
        f"{serve[1]}/report.html"
    }
    assert set(serve[2]) == {"/report.html"}
    assert tab.told("Runtime.consoleAPICalled", "Log.entryAdded") == []
    assert tab.told("Runtime.exceptionThrown") == []


@pytest.fixture
def pages_of_two(tmp_path, make_lake, make_cell, edition, wv):
    """Two tenants in one lake, reported by the command that a user would run."""
    make_lake(tmp_path, edition)
    one = dataclasses.replace(edition, tenant="acme", cells=(make_cell(1),))
    make_lake(tmp_path, one, tenant="acme")
    files = {name: tmp_path / f"{name}.html" for name in ("default", "acme")}
    for name, file in files.items():
        options = ("--lake-root", tmp_path, "--tenant", name, "--out", file)
        assert wv("report", "-q", *options)[0] == 0
    return files


def test_each_tenant_has_a_page_of_its_own(browser, pages_of_two):
    names = "[...document.querySelectorAll('.cell h2')].map(each => each.textContent)"
    found = {}
    for name, file in pages_of_two.items():
        tab = browser.tab()
        tab.open(file.as_uri())
        found[name] = tab.ask("document.title"), tab.ask(names)
        tab.close()

    title = "WeatherVane: weather against normal, {}"
    assert found["acme"] == (title.format("acme"), ["Berlin"])
    assert found["default"][0] == title.format("default")
    assert len(found["default"][1]) == 6


def test_the_policy_stops_a_script_that_got_in(browser, tmp_path, page_text):
    """The second fence, should the first one ever fail."""
    file = tmp_path / "bad.html"
    bad = "<script>document.title = 'owned'</script>"
    file.write_text(page_text.replace("</body>", f"{bad}</body>"), encoding="utf-8")
    tab = browser.tab()
    tab.open(file.as_uri())

    assert tab.ask("document.title") == "WeatherVane: weather against normal, default"
    tab.close()
