"""Meta's own library, pointed at the sandbox, reads it as the Graph API."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from facebook_business.adobjects.ad import Ad
from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.adreportrun import AdReportRun
from facebook_business.adobjects.adset import AdSet
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession

from tools import cut_meta_fields
from wv_sandbox.metaads.access import APP_ID, APP_SECRET, EXPIRED_TOKEN, SYSTEM_TOKEN
from wv_sandbox.metaads.accounts import MAIN

NOW = datetime(2026, 11, 15, 18, tzinfo=UTC)
WINDOWS = ["1d_click", "7d_click", "28d_click", "1d_view"]
DAILY = {
    "level": "ad",
    "time_increment": 1,
    "time_range": {"since": "2026-11-01", "until": "2026-11-07"},
    "action_attribution_windows": WINDOWS,
}
FIELDS = ["ad_id", "impressions", "spend", "actions", "action_values"]


@pytest.fixture
def box(served, monkeypatch):
    served.reset(NOW)
    monkeypatch.setattr(FacebookSession, "GRAPH", f"{served.url}/metaads/graph")
    return served


@pytest.fixture
def api(box):
    """The library's client, which takes the version that it was made for."""
    assert FacebookSession.GRAPH.startswith(box.url)
    session = FacebookSession(APP_ID, APP_SECRET, SYSTEM_TOKEN, timeout=30)
    return FacebookAdsApi(session)


@pytest.fixture
def account(api):
    return AdAccount(f"act_{MAIN.id}", api=api)


def asked(box) -> list[str]:
    return [request.path.removeprefix("/metaads/graph/") for request in box.requests]


def test_accounts_are_listed(api):
    accounts = list(User("me", api=api).get_ad_accounts(fields=["currency", "name"]))

    assert [one["currency"] for one in accounts] == ["USD", "EUR", "JPY"]


def test_cursors_lead_through_all_pages_and_to_an_end(account, box):
    ads = list(
        account.get_ads(fields=["name", "effective_status"], params={"limit": 3})
    )

    names = {ad["name"] for ad in ads}
    assert len(ads) == len(names) == 11
    assert len(asked(box)) == 4


def test_the_library_counts_as_the_summary_does(account):
    assert account.get_ads(params={"limit": 1, "summary": "total_count"}).total() == 11


def test_every_list_of_an_account_is_read(account):
    reads = {
        "campaigns": account.get_campaigns,
        "ad_sets": account.get_ad_sets,
        "creatives": account.get_ad_creatives,
        "images": account.get_ad_images,
        "videos": account.get_ad_videos,
        "audiences": account.get_custom_audiences,
        "saved": account.get_saved_audiences,
        "conversions": account.get_custom_conversions,
        "labels": account.get_ad_labels,
        "pixels": account.get_ads_pixels,
    }

    counts = {name: len(list(read(fields=["id"]))) for name, read in reads.items()}

    assert counts == {
        "campaigns": 5,
        "ad_sets": 7,
        "creatives": 14,
        "images": 11,
        "videos": 3,
        "audiences": 5,
        "saved": 2,
        "conversions": 2,
        "labels": 3,
        "pixels": 1,
    }


def test_the_log_is_read_by_its_days(account):
    days = {"since": "2024-11-01", "until": "2024-11-30"}
    log = list(account.get_activities(fields=["event_type", "object_id"], params=days))

    assert {"create_campaign_group", "create_ad_set", "create_ad"} <= {
        entry["event_type"] for entry in log
    }


def test_a_set_has_its_places_and_its_ads(account, api):
    found = next(
        one
        for one in account.get_ad_sets(fields=["name", "targeting"])
        if "custom_locations" in one["targeting"]["geo_locations"]
    )

    place = found["targeting"]["geo_locations"]["custom_locations"][0]
    below = list(AdSet(found["id"], api=api).get_ads(fields=["adset_id"]))
    assert place["latitude"] == pytest.approx(40.78)
    assert {ad["adset_id"] for ad in below} == {found["id"]}


def test_rows_are_read_at_once(account):
    rows = list(account.get_insights(fields=FIELDS, params=DAILY | {"limit": 50}))

    assert len({(row["ad_id"], row["date_start"]) for row in rows}) == len(rows) > 50


def test_a_report_runs_to_its_end_and_tells_what_is_told_at_once(account):
    run = account.get_insights_async(fields=FIELDS, params=DAILY)
    told = []
    while not told or told[-1] != "Job Completed":
        told.append(run.api_get()[AdReportRun.Field.async_status])

    rows = [dict(row) for row in run.get_result(params={"limit": 100})]
    at_once = account.get_insights(fields=FIELDS, params=DAILY | {"limit": 100})
    assert told == [
        "Job Not Started",
        "Job Started",
        "Job Running",
        "Job Running",
        "Job Completed",
    ]
    assert rows == [dict(row) for row in at_once]


def test_a_report_that_fails_says_why(account, box):
    box.faults.add("meta_job", outcome="Job Failed", row="2/1504044")
    run = account.get_insights_async(fields=FIELDS, params=DAILY)
    box.clock.advance(60)

    found = run.api_get()

    assert found["async_status"] == "Job Failed"
    assert (found["error_code"], found["error_subcode"]) == (2, 1504044)


def test_actions_bear_their_windows(account):
    rows = account.get_insights(
        fields=["actions"],
        params={
            "time_range": {"since": "2026-10-01", "until": "2026-10-31"},
            "action_attribution_windows": WINDOWS,
        },
    )

    (row,) = rows
    bought = next(one for one in row["actions"] if one["action_type"] == "purchase")
    counts = [int(bought.get(window, "0")) for window in WINDOWS]
    assert 0 < counts[0] <= counts[1] <= counts[2]
    assert int(bought["value"]) == counts[1] + counts[3]


def test_a_deleted_ad_is_read_by_its_id_alone(account, api):
    statuses = ["ACTIVE", "PAUSED", "DELETED", "ARCHIVED", "ADSET_PAUSED"]
    rows = account.get_insights(
        fields=["ad_id"],
        params={
            "level": "ad",
            "date_preset": "maximum",
            "filtering": [
                {
                    "field": "ad.effective_status",
                    "operator": "IN",
                    "value": [*statuses, "CAMPAIGN_PAUSED"],
                }
            ],
        },
    )
    listed = {ad["id"] for ad in account.get_ads(fields=["id"])}

    gone = {row["ad_id"] for row in rows} - listed
    found = [Ad(i, api=api).api_get(fields=["effective_status"]) for i in gone]
    assert {ad["effective_status"] for ad in found} == {"DELETED", "ARCHIVED"}


def test_a_batch_is_answered_one_by_one(account, api):
    batch = api.new_batch()
    found, refused = [], []
    unknown = AdAccount("act_404", api=api)
    for one, fields in ((account, ["name"]), (unknown, []), (account, ["currency"])):
        one.api_get(
            fields=fields,
            batch=batch,
            success=lambda answer: found.append(answer.json()),
            failure=lambda answer: refused.append(answer.error().api_error_subcode()),
        )

    assert batch.execute() is None
    assert found == [
        {"id": f"act_{MAIN.id}", "name": "WeatherVane Demo"},
        {"id": f"act_{MAIN.id}", "currency": "USD"},
    ]
    assert refused == [33]


def test_what_a_batch_leaves_out_is_asked_again(account, api, box):
    box.faults.add("null_batch")
    batch, found = api.new_batch(), []
    for fields in (["name"], ["currency"]):
        account.api_get(fields=fields, batch=batch, success=found.append)

    rest = batch.execute()
    assert (len(found), len(rest)) == (1, 1)
    assert rest.execute() is None
    assert len(found) == 2


def test_every_refusal_is_read_with_code_and_subcode(account, box):
    box.faults.add("meta:80000", minutes=7)

    with pytest.raises(FacebookRequestError) as refused:
        account.get_insights()

    error = refused.value
    use = json.loads(error.http_headers()["x-business-use-case-usage"])
    (entry,) = next(iter(use.values()))
    assert error.api_error_code() == 80000
    assert (entry["type"], entry["estimated_time_to_regain_access"]) == (
        "ads_insights",
        7,
    )


def test_an_error_with_status_200_is_an_error(account, box):
    box.faults.add("meta:1/99", http=200)

    with pytest.raises(FacebookRequestError) as refused:
        account.get_ads()

    assert (refused.value.http_status(), refused.value.api_error_subcode()) == (200, 99)


@pytest.mark.usefixtures("box")
def test_an_expired_token_is_refused():
    api = FacebookAdsApi(FacebookSession(access_token=EXPIRED_TOKEN, timeout=30))

    with pytest.raises(FacebookRequestError) as refused:
        AdAccount(f"act_{MAIN.id}", api=api).api_get()

    assert (refused.value.api_error_code(), refused.value.api_error_subcode()) == (
        190,
        463,
    )


@pytest.mark.parametrize("secret", [APP_SECRET, "0" * 32, None])
def test_the_proof_of_the_secret_is_checked(box, secret):
    box.box.metaads.tokens.needs_proof = True
    session = FacebookSession(APP_ID, secret, SYSTEM_TOKEN, timeout=30)
    account = AdAccount(f"act_{MAIN.id}", api=FacebookAdsApi(session))

    if secret == APP_SECRET:
        assert account.api_get(fields=["name"])["name"] == MAIN.name
        return
    with pytest.raises(FacebookRequestError, match="appsecret_proof"):
        account.api_get(fields=["name"])


def test_the_fields_are_those_of_the_library():
    assert (
        json.loads(cut_meta_fields.TARGET.read_text("utf-8")) == cut_meta_fields.cut()
    )
