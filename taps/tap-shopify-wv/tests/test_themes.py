"""Themes."""

from __future__ import annotations

STREAM = "themes"


def test_all_are_read_each_run(make_tap, sync, asked):
    first = sync(make_tap(STREAM))
    second = sync(make_tap(STREAM, state=first.state))

    assert first.records(STREAM)
    assert [row["id"] for row in second.records(STREAM)] == [
        row["id"] for row in first.records(STREAM)
    ]
    assert not [given for _, given in asked("themes(") if given.get("query")]


def test_one_theme_is_live(read):
    assert [row["role"] for row in read(STREAM)].count("MAIN") == 1
