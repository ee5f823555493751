"""Pages, streams, and what a day's operations allow."""

from __future__ import annotations

from datetime import timedelta

import pytest
import requests

QUERY = (
    "SELECT campaign.id, segments.date, segments.device, metrics.clicks FROM campaign"
    " WHERE segments.date BETWEEN '2026-11-05' AND '2026-11-14'"
)
PATH = "customers/1000000001/googleAds"


@pytest.fixture
def pages(google):
    google.box.box.googleads.pages.size = 20
    return google


def test_pages_hold_everything_once(pages):
    cut = pages.rows(QUERY)
    pages.box.box.googleads.pages.size = 10_000

    assert cut == pages.rows(QUERY)
    assert len(cut) > 60


def test_a_walk_sees_what_was_there_when_it_began(pages):
    first = pages.page(QUERY)
    alone = pages.rows(QUERY)
    pages.box.clock.advance(3500)

    rest = pages.page(QUERY, pageToken=first["nextPageToken"])

    assert rest["results"] == alone[20:40]


def test_a_token_grows_old(pages):
    token = pages.page(QUERY)["nextPageToken"]
    pages.box.clock.advance(3601)

    assert pages.code(QUERY, pageToken=token) == "requestError.EXPIRED_PAGE_TOKEN"


@pytest.mark.parametrize("token", ["?", "bm90IGpzb24=", "WzEsIDJd"])
def test_what_is_no_token_is_refused(pages, token):
    assert pages.code(QUERY, pageToken=token) == "requestError.INVALID_PAGE_TOKEN"


def test_a_token_is_good_for_its_query_alone(pages):
    token = pages.page(QUERY)["nextPageToken"]
    other = QUERY.replace("2026-11-05", "2026-11-06")

    assert pages.code(other, pageToken=token) == "requestError.INVALID_PAGE_TOKEN"


def test_answers_that_were_dropped_are_found_again(pages):
    first = pages.page(QUERY)
    for day in range(10, 30):
        pages.page(QUERY.replace("2026-11-05", f"2026-10-{day}"))

    rest = pages.page(QUERY, pageToken=first["nextPageToken"])

    assert rest["results"] == pages.rows(QUERY)[20:40]


def test_the_size_of_pages_is_not_ours_to_choose(google):
    code = "requestError.PAGE_SIZE_NOT_SUPPORTED"

    assert google.code(QUERY, pageSize=100) == code


def test_validating_answers_nothing(google):
    assert google.page(QUERY, validateOnly=True) == {}
    code = google.code(QUERY, validateOnly=True, pageToken="x")
    assert code == "requestError.VALIDATE_ONLY_REQUEST_HAS_PAGE_TOKEN"


def test_settings_of_a_search(pages):
    counted = pages.page(
        QUERY, searchSettings={"omitResults": True, "returnTotalResultsCount": True}
    )

    assert "results" not in counted
    assert int(counted["totalResultsCount"]) == len(pages.rows(QUERY))


def test_a_limit_cuts_rows_and_not_their_count(pages):
    settings = {"returnTotalResultsCount": True}
    page = pages.page(f"{QUERY} LIMIT 30", searchSettings=settings)

    assert page["totalResultsCount"] == str(len(pages.rows(QUERY)))
    assert len(pages.rows(f"{QUERY} LIMIT 30")) == 30
    (batch, rest) = pages.post(
        f"{PATH}:searchStream", {"query": f"{QUERY} LIMIT 30"}
    ).json()
    assert (len(batch["results"]), len(rest["results"])) == (20, 10)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"query": QUERY, "pagesize": 1}, 400),
        ({"query": QUERY, "searchSettings": {"x": True}}, 400),
        ({"query": QUERY, "searchSettings": ["x"]}, 400),
        ({"query": QUERY, "searchSettings": {"returnSummaryRow": True}}, 501),
        (["query"], 400),
        ({}, 400),
    ],
)
def test_bodies_that_are_refused(google, body, status):
    assert google.post(f"{PATH}:search", body).status_code == status


def test_a_body_that_is_no_json_is_refused(google):
    url = f"{google.url}/v26/{PATH}:search"
    answer = requests.post(url, data="{", headers=google.headers, timeout=30)

    assert answer.status_code == 400
    assert "details" not in answer.json()["error"]


def test_a_stream_is_an_array_of_batches(pages):
    batches = pages.post(f"{PATH}:searchStream", {"query": QUERY}).json()

    assert [row for batch in batches for row in batch["results"]] == pages.rows(QUERY)
    assert len({batch["requestId"] for batch in batches}) == 1
    assert len(batches) > 3


def test_an_empty_stream_has_one_batch(google):
    body = {"query": "SELECT video.id FROM video"}
    (batch,) = google.post(f"{PATH}:searchStream", body).json()

    assert "results" not in batch
    assert batch["fieldMask"] == "video.id"


def test_errors_of_a_stream_stand_in_an_array(google, code_of):
    answer = google.post(f"{PATH}:searchStream", {"query": "SELECT x.y FROM campaign"})

    assert isinstance(answer.json(), list)
    assert code_of(answer) == "queryError.UNRECOGNIZED_FIELD"


def test_following_pages_are_free(pages):
    pages.box.box.googleads.quota.operations_a_day = 1

    assert len(pages.rows(QUERY)) > 60


def test_a_used_up_day_says_when_to_come_back(google, code_of):
    google.box.box.googleads.quota.operations_a_day = 2
    google.page(QUERY)
    google.box.clock.advance(46_000)
    google.get("customers:listAccessibleCustomers")

    answer = google.search(QUERY)

    assert answer.status_code == 429
    assert code_of(answer) == "quotaError.RESOURCE_EXHAUSTED"
    (detail,) = answer.json()["error"]["details"]
    quota = detail["errors"][0]["details"]["quotaErrorDetails"]
    assert quota == {
        "rateScope": "DEVELOPER",
        "rateName": "Number of operations for basic access",
        "retryDelay": "40400s",
    }
    google.box.clock.advance(timedelta(seconds=40_400).total_seconds())
    assert google.search(QUERY).status_code == 200


def test_each_answer_bears_an_id(google):
    ids = {google.search(QUERY).headers["request-id"] for _ in range(3)}

    assert len(ids) == 3


@pytest.mark.parametrize(
    ("version", "status"), [("v22", 400), ("v27", 404), ("v23", 200), ("v26", 200)]
)
def test_versions(google, version, status):
    google.version = version
    answer = google.search(QUERY)

    assert answer.status_code == status
    if status == 400:
        assert google.code(QUERY) == "requestError.UNSUPPORTED_VERSION"


@pytest.mark.parametrize(
    "path", ["customers/1000000001", "customers:list", "googleAdsFields/campaign.color"]
)
def test_paths_that_do_not_exist(google, path):
    assert google.get(path).status_code == 404
    assert google.post(path, {}).status_code == 404


def test_hosts_that_do_not_exist(google):
    for path in ("elsewhere/v26/x", "googleads/nothing", "oauth2/other"):
        url = f"{google.box.url}/googleads/{path}"
        assert requests.get(url, headers=google.headers, timeout=30).status_code == 404
