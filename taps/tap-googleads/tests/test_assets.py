"""Texts, images and videos that ads are made of."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "asset": {
        "id": "805",
        "name": "name",
        "type": "YOUTUBE_VIDEO",
        "source": "ADVERTISER",
        "finalUrls": ["final urls"],
        "textAsset": {"text": "text"},
        "imageAsset": {"fullSize": {"url": "url"}},
        "youtubeVideoAsset": {"youtubeVideoId": "youtube video id"},
        "policySummary": {"approvalStatus": "DISAPPROVED"},
    },
}
RECORD = {
    "customer_id": "1000000001",
    "id": "805",
    "name": "name",
    "type": "YOUTUBE_VIDEO",
    "source": "ADVERTISER",
    "final_urls": ["final urls"],
    "text": "text",
    "image_url": "url",
    "youtube_video_id": "youtube video id",
    "approval_status": "DISAPPROVED",
}


def test_a_row_becomes_a_record(record):
    assert record("assets", ROW) == RECORD
