"""Images: one a hash and account."""

from __future__ import annotations


def test_an_image_is_known_by_account_and_hash(whole):
    rows = whole.records("images")

    keys = {(row["account_id"], row["hash"]) for row in rows}
    assert len(keys) == len(rows) > 0
    assert all(row["width"] == 1080 for row in rows)
