"""Images."""

from __future__ import annotations

from wv_sandbox.klaviyo.library import IMAGES


def test_every_image_is_read_with_its_size(read):
    rows = read("images", start_date="2024-01-01")

    assert len(rows) == IMAGES
    assert all(row["size"] > 0 for row in rows)
