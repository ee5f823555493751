"""Words for people: short, on one line, without queries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_kit.wording import clean, safe_url, sentence, span


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://api.example.com:8443/v1/x?key=1#f", "api.example.com:8443/v1/x"),
        ("https://user:pass@api.example.com/", "api.example.com/"),
        ("/v1/x?key=1", "/v1/x"),
        ("", ""),
        (None, ""),
        ("https://[::1/x", "(unreadable URL)"),
    ],
)
def test_a_url_is_named_by_host_and_path(url, named):
    assert safe_url(url) == named


@given(st.text())
def test_naming_a_url_never_fails(url):
    assert "?" not in safe_url(url)


@pytest.mark.parametrize("prose", ["really? yes", "is it 5 = 5?", "issue #12 stays"])
def test_prose_stays_as_it_is(prose):
    assert clean(prose) == prose


@given(st.text(max_size=2000))
def test_a_clean_text_is_one_short_line(text):
    assert len(clean(text)) <= 500
    assert len(clean(text).splitlines()) <= 1


def test_cleaning_a_hostile_text_takes_linear_time():
    """A pattern that tries every start again would not end here."""
    assert clean("https://" + "?a" * 5_000_000) == "https://"


def test_a_sentence_ends_once():
    assert sentence("done") == "done."
    assert sentence("done!") == "done!"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 s"), (119, "119 s"), (120, "2 min"), (7199, "120 min"), (9000, "2 h")],
)
def test_a_time_is_named_as_people_do(seconds, words):
    assert span(seconds) == words
