"""A page as a browser would parse it."""

from __future__ import annotations

from html.parser import HTMLParser

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
