"""One line an event, on stderr and in messages."""

from __future__ import annotations

import html
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wv_transforms.alerts.wording import that_fit
from wv_transforms.quality.alarm import Level
from wv_transforms.quality.incidents import Turn

TOLD = "Incident %s [%s]: shop__orders/volume/7. "


@pytest.mark.parametrize(
    ("turn", "level", "line", "severity"),
    [
        (
            Turn.OPENED,
            Level.WARNING,
            TOLD % ("opened", "warning") + "fewer Next: look",
            logging.WARNING,
        ),
        (
            Turn.ESCALATED,
            Level.CRITICAL,
            TOLD % ("escalated", "critical") + "fewer Next: look",
            logging.ERROR,
        ),
        (
            Turn.RESOLVED,
            Level.CRITICAL,
            TOLD % ("resolved", "critical") + "It was: fewer",
            logging.INFO,
        ),
    ],
)
def test_the_log_tells_each_turn_on_one_line(  # noqa: PLR0917 - a case, and its tools.
    outlet, tell, caplog, turn, level, line, severity
):
    caplog.set_level(logging.INFO)

    tell(outlet, 7, turn=turn, level=level)

    (record,) = caplog.records
    assert (record.getMessage(), record.levelno) == (line, severity)


def test_a_message_of_many_lines_is_told_on_one(outlet, tell, caplog):
    tell(outlet, 7, message="fewer\r\nthan\nbefore")

    assert "fewer than before" in caplog.text


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@given(st.lists(TEXTS, min_size=1), st.integers(60, 400), TEXTS)
def test_what_fits_is_the_first_of_the_lines_and_no_more_than_there_is_room(
    lines, room, above
):
    above = above[:3]

    fit = that_fit(lines, above=above, room=room, most=None)

    taken = [above, *fit]
    assert len("<br />".join(html.escape(line) for line in taken)) <= room
    assert fit[1:] == lines[1 : len(fit)]
    assert fit[0] == lines[0] or fit == [lines[0][: len(fit[0]) - 1] + "…"]


def test_all_that_fits_is_taken():
    assert that_fit(["a", "b", "c"], above="", room=3 * 7, most=None) == list("abc")
    assert that_fit(["a", "b", "c"], above="", room=3 * 7 - 1, most=None) == list("ab")
    assert that_fit(["a", "b", "c"], above="x", room=3 * 7, most=None) == list("ab")


def test_no_more_lines_are_taken_than_a_service_shows():
    assert that_fit(["a", "b", "c"], above="", room=100, most=2) == ["a", "b"]
