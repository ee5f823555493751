"""What is asked of Shopify about bulk operations, and what its answers mean."""

from __future__ import annotations

from typing import Any

import pytest
from graphql.language import parse

from tap_kit.errors import DataError, RetryError, WaitError
from tap_shopify_wv import bulk_api
from tap_shopify_wv.bulk_api import BulkApi

GID = "gid://shopify/BulkOperation/1"
LINES = {"objectCount": "12", "rootObjectCount": "3", "url": None, "errorCode": None}


class Script:
    """Answers one question after the other, and remembers them."""

    def __init__(self, *answers: dict[str, Any] | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, Any], bool]] = []

    def __call__(
        self, document: str, variables: dict[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        self.asked.append((document, dict(variables), once))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def run(ident: str | None, *errors: dict[str, Any]) -> dict[str, Any]:
    operation = {"id": ident} if ident else None
    return {
        "bulkOperationRunQuery": {
            "bulkOperation": operation,
            "userErrors": list(errors),
        }
    }


def found(*queries: tuple[str, str]) -> dict[str, Any]:
    edges = [{"node": {"id": ident, "query": query}} for ident, query in queries]
    return {"bulkOperations": {"edges": edges}}


def lost() -> RetryError:
    return RetryError("the answer broke off")


@pytest.mark.parametrize("name", ["RUN", "LOOK", "FIND", "CANCEL"])
def test_every_question_is_graphql(name: str):
    assert parse(getattr(bulk_api, name)).definitions


def test_an_operation_is_started_without_grouping():
    ask = Script(run(GID))

    assert BulkApi(ask, "orders").start("query wv_1 { a }", "wv_1") == GID
    ((document, variables, once),) = ask.asked
    assert "groupObjects: false" in document
    assert variables == {"query": "query wv_1 { a }"}
    assert once


@pytest.mark.parametrize("code", ["OPERATION_IN_PROGRESS", "LIMIT_REACHED"])
def test_when_all_places_are_taken_nothing_is_started(code: str):
    ask = Script(run(None, {"code": code, "message": "5 are running"}))

    assert BulkApi(ask, "orders").start("{ a }", "k") is None


def test_a_refused_query_is_told_in_shopifys_words():
    ask = Script(run(None, {"code": "INVALID", "message": "Too many connections"}))

    with pytest.raises(DataError, match="Too many connections"):
        BulkApi(ask, "orders").start("{ a }", "k")


def test_neither_operation_nor_reason_is_an_error():
    with pytest.raises(DataError, match="without a reason"):
        BulkApi(Script(run(None)), "orders").start("{ a }", "k")


def test_a_start_whose_answer_got_lost_is_not_repeated_when_it_began():
    """Otherwise two equal jobs would run, and one of them for nobody."""
    ask = Script(lost(), found(("other", "query wv_0"), (GID, "query wv_1 {")))

    assert BulkApi(ask, "orders").start("query wv_1 {", "wv_1") == GID
    assert len(ask.asked) == 2


def test_a_start_that_never_arrived_is_repeated():
    ask = Script(lost(), found(("other", "query wv_0")), run(GID))

    assert BulkApi(ask, "orders").start("query wv_1 {", "wv_1") == GID


def test_a_second_failure_is_raised():
    ask = Script(lost(), found(), WaitError("busy"))

    with pytest.raises(WaitError):
        BulkApi(ask, "orders").start("query wv_1 {", "wv_1")


def test_counts_come_as_text():
    ask = Script({"bulkOperation": {"id": GID, "status": "RUNNING", **LINES}})

    operation = BulkApi(ask, "orders").look(GID)

    assert operation is not None
    assert (operation.lines, operation.roots, operation.is_under_way) == (12, 3, True)
    assert ask.asked[0][1] == {"id": GID}


@pytest.mark.parametrize("status", ["COMPLETED", "FAILED", "CANCELED", "EXPIRED"])
def test_what_has_ended_is_not_under_way(status: str):
    ask = Script({"bulkOperation": {"id": GID, "status": status, **LINES}})

    operation = BulkApi(ask, "orders").look(GID)

    assert operation is not None
    assert not operation.is_under_way


def test_an_unknown_operation_is_none():
    assert BulkApi(Script({"bulkOperation": None}), "orders").look(GID) is None


@pytest.mark.parametrize("wrong", [{"objectCount": None}, {"objectCount": "many"}])
def test_an_operation_without_counts_is_an_error(wrong: dict[str, Any]):
    shown = {"id": GID, "status": "COMPLETED", **LINES, **wrong}

    with pytest.raises(DataError, match="without its counts"):
        BulkApi(Script({"bulkOperation": shown}), "orders").look(GID)


def test_an_operation_is_cancelled_by_its_id():
    ask = Script({"bulkOperationCancel": {}})

    BulkApi(ask, "orders").cancel(GID)

    assert ask.asked == [(bulk_api.CANCEL, {"id": GID}, False)]
