"""The page under a hand: mouse and keyboard in a real browser."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

SHOWN = """[...document.querySelectorAll('.cell')].filter(
  each => each.checkVisibility()).map(each => each.id)"""
IN_SIGHT = """(() => {{
  const box = document.querySelector('{}').getBoundingClientRect();
  return box.top >= 0 && box.top < innerHeight }})()"""
SMALL = """(() => {
  const all = [...document.querySelectorAll('a, summary')].filter(each =>
    each.checkVisibility() && !each.closest('.skip'));
  const box = each => each.getClientRects()[0];
  const middle = each => { const at = box(each);
    return [at.x + at.width / 2, at.y + at.height / 2] };
  return all.filter(each => {
    const at = box(each), [x, y] = middle(each);
    if (at.width >= 24 && at.height >= 24) return false;
    return all.some(other => {
      if (other === each) return false;
      const it = box(other);
      const dx = Math.max(it.left - x, 0, x - it.right);
      const dy = Math.max(it.top - y, 0, y - it.bottom);
      return Math.hypot(dx, dy) < 12;
    });
  }).map(each => each.outerHTML.slice(0, 80));
})()"""
FOCUSED = """(() => { const it = document.activeElement, style = getComputedStyle(it);
  const box = it.getClientRects()[0];
  return { is: it.tagName + '.' + it.className + ' ' + (it.hash ?? ''),
    last: it === document.body,
    ring: style.outlineStyle + parseFloat(style.outlineWidth),
    seen: !!box && box.bottom > 0 && box.top < innerHeight } })()"""
SUMMARIES = "[...document.querySelectorAll('summary')]"


@pytest.fixture(params=[1280, 390])
def tab(request, browser, tmp_path, everything_text):
    """The page that has everything, freshly opened, at both widths."""
    file = tmp_path / "report.html"
    file.write_text(everything_text, encoding="utf-8")
    opened = browser.tab(width=request.param)
    opened.open(file.as_uri())
    yield opened
    opened.close()


def test_one_place_shows_and_another_when_it_is_chosen(tab):
    """Without any script of the page: the address alone chooses."""
    assert tab.ask(SHOWN) == ["cell-dr5ru"]

    tab.click(".chooser a[href='#cell-u33db']")

    assert tab.ask(SHOWN) == ["cell-u33db"]
    assert tab.ask(IN_SIGHT.format("#cell-u33db-name"))


def test_the_chosen_place_is_marked(tab):
    colour = (
        "getComputedStyle(document.querySelector('.chooser a[href=\"#{}\"]')).color"
    )
    before = tab.ask(colour.format("cell-u33db"))

    tab.click(".chooser a[href='#cell-u33db']")

    assert tab.ask(colour.format("cell-u33db")) != before
    assert tab.ask(colour.format("cell-dr5ru")) == before


def test_the_shop_leads_to_a_place_and_the_place_back_to_the_shop(tab):
    tab.click("#shop td a[href='#cell-u33db'], #shop th a[href='#cell-u33db']")
    assert tab.ask(SHOWN) == ["cell-u33db"]
    assert tab.ask(IN_SIGHT.format("#cell-u33db-name"))

    tab.click("#cell-u33db .where a")

    assert tab.ask("location.hash") == "#orders-by-place"
    assert tab.ask(IN_SIGHT.format("#orders-by-place"))


def test_a_card_leads_to_its_place(tab):
    tab.click(".card[href='#cell-r3gx2']")

    assert tab.ask(SHOWN) == ["cell-r3gx2"]


@pytest.mark.parametrize("to", ["shop", "weather", "health", "sources"])
def test_the_navigation_leads_to_each_part_and_hides_nothing_of_it(tab, to):
    tab.click(f".tabs a[href='#{to}']")
    bar = tab.ask("document.querySelector('.tabs').getBoundingClientRect().bottom")
    top = tab.ask(f"document.getElementById('{to}').getBoundingClientRect().top")
    foot = tab.ask("scrollY + innerHeight >= document.documentElement.scrollHeight - 1")

    assert top >= bar or foot
    assert tab.ask(SHOWN) == ["cell-dr5ru"]


def test_the_header_leads_to_what_is_wrong(tab):
    tab.click(".issue a")

    assert tab.ask("location.hash") == "#health"
    assert tab.ask(IN_SIGHT.format("#health-name"))


def test_every_table_opens_by_mouse(tab):
    """Those that are shown: a place that is not chosen has its own hidden."""
    number = tab.ask(f"{SUMMARIES}.length")
    tab.ask(f"{SUMMARIES}.forEach((each, n) => each.id = `s${{n}}`)")
    shown = [n for n in range(number) if tab.ask(f"{SUMMARIES}[{n}].checkVisibility()")]

    for n in shown:
        tab.click(f"#s{n}")

    opened = tab.ask(f"{SUMMARIES}.flatMap((it, n) => it.parentNode.open ? [n] : [])")
    assert opened == shown
    assert len(shown) == 4 + 2 + 1 + 1
    seen = "[...document.querySelectorAll('details[open] table')].filter({}).length"
    assert tab.ask(seen.format("each => each.checkVisibility()")) == 4 + 2 + 1


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_table_opens_and_closes_by_keyboard(tab, key):
    tab.ask(f"{SUMMARIES}[0].focus()")
    states = []
    for _ in range(2):
        tab.press(key)
        states.append(tab.ask(f"{SUMMARIES}[0].parentNode.open"))

    assert states == [True, False]


def test_the_first_tab_stop_skips_to_the_content(tab):
    tab.press("Tab")
    assert tab.ask(FOCUSED)["is"] == "A.skip #main"
    assert tab.ask(IN_SIGHT.format(".skip"))

    tab.press("Enter")

    assert tab.ask("document.activeElement.id") == "main"


def test_every_stop_of_the_keyboard_is_seen_and_ringed(tab):
    stops = []
    for _ in range(200):
        tab.press("Tab")
        found = tab.ask(FOCUSED)
        if found["last"]:
            break
        stops.append(found)

    blind = [each["is"] for each in stops if not each["seen"]]
    bare = [each["is"] for each in stops if not each["ring"].startswith("solid3")]
    assert (blind, bare) == ([], [])
    assert 30 < len(stops) < 200


def test_targets_are_large_enough_or_far_enough_apart(tab):
    """WCAG 2.2, 2.5.8: 24 by 24, or no other target within 12 of the middle."""
    assert tab.ask(SMALL) == []
