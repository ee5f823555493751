"""Events of deletion say what is gone, and since when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from graphql.language import parse

from tap_kit.errors import DataError
from tap_shopify_wv.bulk_jobs import Span
from tap_shopify_wv.delete_events import destroyed

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
SPAN = Span(NOW - timedelta(days=8), NOW)
AT = "2026-11-20T06:00:00Z"


class Pages:
    """Answers with one page of events after the other."""

    def __init__(self, *pages: list[dict[str, Any]]) -> None:
        self.pages = list(pages)
        self.asked: list[dict[str, Any]] = []

    def __call__(
        self, document: str, variables: dict[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        assert not once
        assert parse(document).definitions
        self.asked.append(variables)
        page = self.pages.pop(0)
        info = {"hasNextPage": bool(self.pages), "endCursor": f"c{len(self.pages)}"}
        return {"events": {"edges": [{"node": e} for e in page], "pageInfo": info}}


def test_a_window_of_one_kind_is_asked_for():
    ask = Pages([])

    assert list(destroyed(ask, "ORDER", SPAN, "orders")) == []
    (asked,) = ask.asked
    assert asked["query"].split(" AND ") == [
        "created_at:>='2026-11-13T06:00:00Z'",
        "created_at:<'2026-11-21T06:00:00Z'",
        "action:destroy",
        "subject_type:ORDER",
    ]


def test_all_pages_are_read():
    ask = Pages(
        *([{"subjectId": f"gid://{n}", "createdAt": AT}] for n in range(3)),
    )

    found = list(destroyed(ask, "ORDER", SPAN, "orders"))

    assert found == [(f"gid://{n}", AT) for n in range(3)]
    assert [one["after"] for one in ask.asked] == [None, "c2", "c1"]


@pytest.mark.parametrize("lacks", ["subjectId", "createdAt"])
def test_half_an_event_is_an_error(lacks: str):
    event = {"subjectId": "gid://1", "createdAt": AT}
    del event[lacks]

    with pytest.raises(DataError, match=lacks):
        list(destroyed(Pages([event]), "ORDER", SPAN, "orders"))
