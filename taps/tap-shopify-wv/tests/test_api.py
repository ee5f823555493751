"""One question: signed, sent once where it must be, and never doubled."""

from __future__ import annotations

import pytest

from tap_kit.errors import RetryError, ShrinkError

NOTHING = "query nothing { shop { id } }"
CHANGE = 'mutation change { bulkOperationCancel(id: "gid://shopify/BulkOperation/1") { userErrors { message } } }'  # noqa: E501 # One operation.


@pytest.fixture
def api(make_tap):
    tap = make_tap("shop")
    yield tap.api
    tap.close()


def test_a_question_is_signed_in_a_header_and_nowhere_else(api, box):
    api.ask(NOTHING)

    request = box.requests[-1]
    assert request.headers["x-shopify-access-token"] == api.config["access_token"]
    assert api.config["access_token"] not in request.path + str(request.query)
    assert api.config["access_token"] not in str(request.body)


def test_the_data_come_whole(api):
    assert set(api.ask(NOTHING)["shop"]) == {"id"}


def test_what_is_sent_once_is_not_sent_again(api, box, asked):
    """Nobody knows whether it had an effect; the caller looks first."""
    box.faults.add("html", status=503, body_contains="mutation change")

    with pytest.raises(RetryError):
        api.ask(CHANGE, once=True)

    assert len(asked("mutation change")) == 1


def test_a_failure_inside_shopify_is_the_same_for_it(api, box, asked):
    box.faults.add("graphql_error", body_contains="mutation change")

    with pytest.raises(RetryError):
        api.ask(CHANGE, once=True)

    assert len(asked("mutation change")) == 1


def test_a_throttled_mutation_had_no_effect_and_is_sent_again(api, box, asked):
    box.faults.add("graphql_error", code="THROTTLED", body_contains="mutation change")

    api.ask(CHANGE, once=True)

    assert len(asked("mutation change")) == 2


def test_a_failure_that_stays_asks_for_less(api, box, asked):
    box.faults.add("graphql_error", times=3, body_contains="query nothing")

    with pytest.raises(ShrinkError, match="internal_server_error"):
        api.ask(NOTHING)

    assert len(asked("query nothing")) == 3


def test_the_server_is_believed_what_is_left(api, clock):
    clock.advance(100)  # Whatever other tests have spent flows in again.
    api.ask(NOTHING)

    assert api.tap.pace.points.available > 1000  # More than a bucket begins with.
