"""Colours that can be told apart and read: WCAG 2.2 AA, from the style sheet."""

from __future__ import annotations

import re

import pytest

from wv.report import page

TEXT = ("ink", "muted", "link", "warm", "cool", "good", "bad")
GRAPHIC = ("edge", "warm", "cool", "ink", "muted", "link")
READABLE, VISIBLE = 4.5, 3.0


def themes():
    """The colour variables of the light and the dark page."""
    css = page.style()
    light = colours(css[: css.index("@media")])
    dark = colours(css[css.index("@media") : css.index("@media (forced-colors")])
    return {"light": light, "dark": light | dark}


def colours(css):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return sum(
        weight * each
        for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


each_theme = pytest.mark.parametrize("theme", ["light", "dark"])


def test_black_on_white_is_twentyone():
    """The formula itself, by the figure everyone knows."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@each_theme
@pytest.mark.parametrize("name", TEXT)
def test_text_can_be_read_on_the_page(theme, name):
    palette = themes()[theme]

    assert contrast(palette[name], palette["bg"]) >= READABLE


@each_theme
@pytest.mark.parametrize("name", ["ink", "muted", "warm", "cool"])
@pytest.mark.parametrize("band", ["outer", "inner"])
def test_labels_can_be_read_on_the_bands(theme, name, band):
    palette = themes()[theme]

    assert contrast(palette[name], palette[band]) >= READABLE


@each_theme
def test_the_banner_can_be_read(theme):
    palette = themes()[theme]

    assert contrast(palette["on-banner"], palette["banner"]) >= READABLE


@each_theme
@pytest.mark.parametrize("name", GRAPHIC)
def test_lines_and_bars_can_be_seen(theme, name):
    palette = themes()[theme]

    assert contrast(palette[name], palette["bg"]) >= VISIBLE


@each_theme
def test_both_themes_name_the_same_colours(theme):
    """A colour forgotten in the dark would be a light one."""
    css = page.style()
    dark = colours(css[css.index("@media") : css.index("@media (forced-colors")])

    assert set(dark) == set(themes()[theme])


@each_theme
def test_warm_and_cool_differ_to_a_reader_without_red_or_green(theme):
    """Their blue channels, which red-green blindness leaves, lie far apart."""
    palette = themes()[theme]
    warm, cool = int(palette["warm"][5:], 16), int(palette["cool"][5:], 16)

    assert cool - warm >= 100
