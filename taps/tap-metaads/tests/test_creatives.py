"""Creatives: all of them, in small pages."""

from __future__ import annotations

import json


def test_pages_are_small_because_rows_are_heavy(read, asked):
    rows = read("creatives")

    assert {query["limit"] for query in asked("/adcreatives")} == {"50"}
    assert all(json.loads(row["object_story_spec"])["page_id"] for row in rows)


def test_images_and_videos_of_creatives_are_read(whole):
    images = {row["hash"] for row in whole.records("images")}
    videos = {row["id"] for row in whole.records("videos")}
    rows = whole.records("creatives")

    assert {row["image_hash"] for row in rows if row["image_hash"]} <= images
    assert {row["video_id"] for row in rows if row["video_id"]} <= videos
