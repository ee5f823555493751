"""Tags."""

from __future__ import annotations


def test_every_tag_is_read_with_its_group(read):
    rows = read("tags")

    assert {row["name"] for row in rows} == {"rain", "heat", "snow", "evergreen"}
    assert all(row["tag_group_id"] for row in rows)
