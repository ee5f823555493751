"""No text can become markup."""

from __future__ import annotations

import html
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from wv.report.html import el, render


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def read(root):
    reader = Reader()
    reader.feed(render(root).removeprefix("<!doctype html>\n"))
    return reader


def test_children_stand_in_order_with_text_between():
    node = el("p", "a ", el("b", "bold"), " c", None, el("i"), "d", "e")

    assert render(node) == "<!doctype html>\n<p>a <b>bold</b> c<i></i>de</p>\n"


def test_attributes_take_hyphens_and_leave_out_what_is_false():
    node = el("a", class_="x", aria_label="y", href=None, hidden=False, download=True)

    assert render(node).endswith('<a class="x" aria-label="y" download=""></a>\n')


def test_a_control_character_becomes_a_replacement():
    assert render(el("p", "a\x00b\ud800")).endswith("<p>a\ufffdb\ufffd</p>\n")


@given(st.text())
def test_any_text_stays_text(text):
    """Also `<script>`, `]]>`, `&lt;`, quotes and unprintables."""
    reader = read(el("p", text, title=text))

    assert [tag for tag, _ in reader.tags] == ["p"]
    assert "<" not in render(el("p", text)).replace("<p>", "").replace("</p>", "")[16:]
    assert html.unescape(render(el("p", text))).count("\x00") == 0
