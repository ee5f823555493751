"""What an account is made of, what was changed in it, and what fields there are."""

from __future__ import annotations

import pytest

from wv_sandbox.googleads.accounts import MAIN, MANAGER, SMALL

EVENTS = (
    "SELECT change_event.change_date_time, change_event.change_resource_type,"
    " change_event.resource_change_operation, change_event.changed_fields,"
    " change_event.old_resource, change_event.new_resource, campaign.name"
    " FROM change_event WHERE change_event.change_date_time >= '{}'"
    " AND change_event.change_date_time <= '{}'"
    " ORDER BY change_event.change_date_time LIMIT 10000"
)
STATES = EVENTS.replace("SELECT change_event.change_date_time, ", "").partition("FROM")[
    2
]
STATES = (
    "SELECT change_status.resource_type, change_status.resource_status FROM"
    + STATES.replace(
        "change_event.change_date_time", "change_status.last_change_date_time"
    ).replace("change_event", "change_status")
)


def test_places_are_named_by_the_list(google):
    rows = google.rows(
        "SELECT geo_target_constant.id, geo_target_constant.canonical_name,"
        " geo_target_constant.target_type, geo_target_constant.parent_geo_target"
        " FROM geo_target_constant"
    )
    places = {row["geoTargetConstant"]["id"]: row["geoTargetConstant"] for row in rows}

    assert len(places) == len(rows)
    assert places["1023191"] == {
        "resourceName": "geoTargetConstants/1023191",
        "id": "1023191",
        "canonicalName": "New York,New York,United States",
        "targetType": "City",
        "parentGeoTarget": "geoTargetConstants/21167",
    }


@pytest.mark.parametrize("customer", [MAIN.id, SMALL.id])
def test_each_place_of_a_report_is_in_the_list(google, customer):
    known = {
        row["geoTargetConstant"]["resourceName"]
        for row in google.rows(
            "SELECT geo_target_constant.id FROM geo_target_constant", customer
        )
    }
    rows = google.rows(
        "SELECT segments.geo_target_region, segments.geo_target_city,"
        " segments.geo_target_country, segments.geo_target_most_specific_location,"
        " segments.geo_target_metro, metrics.impressions FROM user_location_view"
        " WHERE segments.date DURING LAST_7_DAYS",
        customer,
    )
    found = {place for row in rows for place in row["segments"].values()}

    assert found <= known
    assert any("geoTargetCity" not in row["segments"] for row in rows)


def test_a_campaign_is_aimed_at_points_too(google):
    rows = google.rows(
        "SELECT campaign_criterion.proximity.geo_point.latitude_in_micro_degrees,"
        " campaign_criterion.proximity.radius FROM campaign_criterion"
        " WHERE campaign_criterion.type = PROXIMITY"
    )

    point = rows[0]["campaignCriterion"]["proximity"]
    assert point["geoPoint"] == {"latitudeInMicroDegrees": 40_780_000}
    assert point["radius"] == 25.0


def test_managers_have_no_campaigns(google):
    for resource in ("campaign", "ad_group", "ad_group_ad", "asset_group", "asset"):
        query = "SELECT X.resource_name FROM X".replace("X", resource)
        assert google.rows(query, MANAGER.id) == []
    google.box.box.googleads.desk.script_changes = 5
    clicks = "SELECT click_view.gclid FROM click_view WHERE segments.date DURING TODAY"
    days = "SELECT segments.date FROM customer WHERE segments.date DURING TODAY"
    for query in (EVENTS.format("2026-11-01", "2026-11-16"), clicks, days):
        assert google.rows(query, MANAGER.id) == []


def test_what_is_not_made_yet_is_not_there(google):
    google.box.clock.set(google.box.clock.now().replace(year=2024, month=12))
    query = "SELECT campaign.id FROM {}"
    expected = {
        "campaign": 4,
        "campaign_criterion": 4 * (6 + 1) + 1,
        "campaign_label": 4,
        "ad_group": 6,
        "asset_group": 0,
    }

    found = {name: len(google.rows(query.format(name))) for name in expected}

    assert found == expected


def test_changes_come_as_lives_go_on(google):
    rows = google.rows(EVENTS.format("2026-10-20", "2026-11-16"))
    instants = [row["changeEvent"]["changeDateTime"] for row in rows]

    assert instants == sorted(instants)
    assert {row["changeEvent"]["changedFields"] for row in rows} == {"amountMicros"}
    (old,) = rows[0]["changeEvent"]["oldResource"].values()
    (new,) = rows[0]["changeEvent"]["newResource"].values()
    assert old != new


def test_things_made_paused_and_removed_are_changes(google):
    google.box.clock.set(google.box.clock.now().replace(month=9, day=12))
    rows = google.rows(EVENTS.format("2026-08-14", "2026-09-13"))
    found = {
        (
            row["changeEvent"]["changeResourceType"],
            row["changeEvent"]["resourceChangeOperation"],
        )
        for row in rows
    }

    assert ("CAMPAIGN", "UPDATE") in found
    assert ("AD_GROUP_AD", "REMOVE") in found


def test_each_thing_has_one_last_change(google):
    google.box.clock.set(google.box.clock.now().replace(month=9, day=12))
    rows = google.rows(STATES.format("2026-06-20", "2026-09-13"))
    states = {row["changeStatus"]["resourceStatus"] for row in rows}

    assert states == {"CHANGED", "REMOVED"}
    names = [row["changeStatus"]["resourceName"] for row in rows]
    assert len(set(names)) == len(names)


def test_a_script_can_change_more_than_an_answer_holds(google):
    google.box.box.googleads.desk.script_changes = 12_000

    whole = google.rows(EVENTS.format("2026-11-14", "2026-11-15"))
    half = google.rows(EVENTS.format("2026-11-14 00:00:00", "2026-11-14 11:59:59"))

    assert len(whole) == 10_000
    assert len(half) == 6_000


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (EVENTS.format("2026-10-14", "2026-11-15"), "START_DATE_TOO_OLD"),
        (EVENTS.format("2026-11-14", "2026-11-13"), "CHANGE_DATE_RANGE_NEGATIVE"),
        (
            EVENTS.format("2026-11-14", "2026-11-13").replace("<=", "!="),
            "CHANGE_DATE_RANGE_INFINITE",
        ),
        (
            EVENTS.format("2026-11-13", "2026-11-14").removesuffix("LIMIT 10000"),
            "LIMIT_NOT_SPECIFIED",
        ),
        (EVENTS.format("2026-11-13", "2026-11-14") + "0", "INVALID_LIMIT_CLAUSE"),
    ],
)
def test_changes_are_asked_for_within_bounds(google, query, code):
    assert google.code(query) == f"changeEventError.{code}"


def test_states_are_kept_for_longer(google):
    good = STATES.format("2026-08-17", "2026-11-15")
    code = "changeStatusError.START_DATE_TOO_OLD"

    assert google.search(good).status_code == 200
    assert google.code(good.replace("2026-08-17", "2026-08-16")) == code


@pytest.mark.parametrize("first", ["soon", "2026-11-14T00:00:00Z"])
def test_a_day_that_is_none_is_refused(google, first):
    code = "queryError.INVALID_DATE_FORMAT"

    assert google.code(EVENTS.format(first, "2026-11-15")) == code


def test_changes_during_some_days(google):
    between = google.rows(EVENTS.format("2026-11-01", "2026-11-14 23:59:59.999999"))
    during = EVENTS.format("X", "X").replace(
        "change_event.change_date_time >= 'X' AND change_event.change_date_time <= 'X'",
        "change_event.change_date_time DURING LAST_14_DAYS",
    )

    assert google.rows(during) == between
    assert between


def test_changes_without_bounds_are_refused(google):
    query = EVENTS.format("2026-11-01", "2026-11-14").replace(
        "<= '2026-11-14'", "IS NULL"
    )

    assert google.code(query) == "changeEventError.CHANGE_DATE_RANGE_INFINITE"


def test_fields_can_be_asked_for(google):
    body = {
        "query": "SELECT name, category, data_type, is_repeated, enum_values"
        " WHERE name LIKE 'campaign.status' ORDER BY name LIMIT 1"
    }
    (row,) = google.post("googleAdsFields:search", body).json()["results"]

    assert row == {
        "resourceName": "googleAdsFields/campaign.status",
        "name": "campaign.status",
        "category": "ATTRIBUTE",
        "dataType": "ENUM",
        "isRepeated": False,
        "enumValues": ["ENABLED", "PAUSED", "REMOVED"],
    }


def test_a_field_tells_what_it_goes_with(google):
    metric = google.get("googleAdsFields/metrics.clicks").json()
    resource = google.get("googleAdsFields/campaign").json()

    assert "campaign" in metric["selectableWith"]
    assert resource["category"] == "RESOURCE"
    assert "metrics.clicks" in resource["metrics"]
    assert google.get("googleAdsFields/video").json()["category"] == "RESOURCE"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT name FROM campaign", "queryError.UNEXPECTED_FROM_CLAUSE"),
        ("SELECT color", "queryError.UNRECOGNIZED_FIELD"),
    ],
)
def test_queries_about_fields_that_are_refused(google, code_of, query, code):
    assert code_of(google.post("googleAdsFields:search", {"query": query})) == code


def test_order_of_fields(google):
    body = {"query": "SELECT name WHERE category = 'METRIC' ORDER BY name DESC"}
    answer = google.post("googleAdsFields:search", body).json()
    names = [row["name"] for row in answer["results"]]

    assert names == sorted(names, reverse=True)
    assert int(answer["totalResultsCount"]) == len(names) > 300
