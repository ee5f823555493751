"""Contrast as the browser draws it, and the page on paper."""

from __future__ import annotations

import base64

import pytest

pytestmark = pytest.mark.browser

FAINT = """(() => {
  const parse = text => { const parts = text.match(/[\\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts[3] ?? 1 } };
  const light = rgb => rgb.map(each => each / 255).map(each =>
    each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4
  ).reduce((sum, each, n) => sum + each * [0.2126, 0.7152, 0.0722][n], 0);
  const behind = it => {
    for (let at = it; at; at = at.parentElement) {
      const { rgb, alpha } = parse(getComputedStyle(at).backgroundColor);
      if (alpha === 1) return rgb;
    }
    return [255, 255, 255];
  };
  const found = [];
  let checked = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, it = node.parentElement;
    if (!node.textContent.trim() || !it.checkVisibility()) continue;
    if (it.matches('title, desc, style')) continue;
    const style = getComputedStyle(it), svg = it.closest('svg');
    const { rgb, alpha } = parse(svg ? style.fill : style.color);
    const [high, low] = [light(rgb), light(behind(it))].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05), px = parseFloat(style.fontSize);
    const large = px >= 24 || (px >= 18.66 && style.fontWeight >= 700);
    checked += 1;
    if (alpha < 1 || ratio < (large ? 3 : 4.5))
      found.push(`${node.textContent.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return { checked, found };
})()"""
STYLE = "getComputedStyle(document.querySelector('{}')).{}"


@pytest.fixture
def look(browser, tmp_path, everything_text):
    """Open the page that has everything in a scheme and on a medium."""
    file = tmp_path / "report.html"
    file.write_text(everything_text, encoding="utf-8")
    tabs = []

    def call(**emulated):
        tab = browser.tab(**emulated)
        tabs.append(tab)
        tab.open(file.as_uri())
        tab.ask(
            "document.querySelectorAll('details').forEach(each => each.open = true)"
        )
        return tab

    yield call
    for tab in tabs:
        tab.close()


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(look, scheme, media):
    """WCAG 2.2, 1.4.3: 4.5 to 1, or 3 to 1 where it is large."""
    seen = look(scheme=scheme, media=media).ask(FAINT)

    assert seen["found"] == []
    assert seen["checked"] > 500


def test_text_that_is_too_faint_would_be_found(look):
    """The check itself, by a text that nobody could read."""
    tab = look()
    tab.ask("document.querySelector('h1').style.color = '#ddd'")

    assert tab.ask(FAINT)["found"] == ["Sales and weather: 1.31"]


def test_dark_is_dark_and_paper_is_white_in_either_scheme(look):
    colour = STYLE.format("body", "backgroundColor")
    shades = {
        (scheme, media): look(scheme=scheme, media=media).ask(colour)
        for scheme in ("light", "dark")
        for media in ("screen", "print")
    }

    assert shades["dark", "screen"] == "rgb(21, 24, 28)"
    assert shades["light", "print"] == shades["dark", "print"] == "rgb(255, 255, 255)"


def test_paper_shows_all_places_and_nothing_to_click(look):
    tab = look(media="print", width=720)
    hidden = "[...document.querySelectorAll('{}')].some(each => each.checkVisibility())"

    assert tab.ask("document.querySelectorAll('.cell').length") == 6
    assert not tab.ask(
        "[...document.querySelectorAll('.cell')].some(each => !each.checkVisibility())"
    )
    for name in (".tabs", ".chooser", ".skip", "details"):
        assert not tab.ask(hidden.format(name)), name
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert tab.ask(wide) == 0


def test_the_page_prints(look):
    printed = look().call("Page.printToPDF", printBackground=False)["data"]

    assert base64.b64decode(printed).startswith(b"%PDF")
