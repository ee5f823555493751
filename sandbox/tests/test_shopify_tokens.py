"""Tokens: granted, expired, rotated, and what each may read."""

from __future__ import annotations

from dataclasses import replace

import pytest
import requests

from wv_sandbox.shopify import access, grants
from wv_sandbox.shopify.schemas import schema_of
from wv_sandbox.shopify.tokens import (
    CLIENT_ID,
    CLIENT_SECRET,
    REFRESH_TOKEN,
    SCOPELESS,
    STRANGER,
)
from wv_sandbox.shopify.versions import SUPPORTED

APP = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
SHOP = "{ shop { id } }"
SCOPES = "{ currentAppInstallation { accessScopes { handle } } }"
PEOPLE = "{ orders(first: 2) { nodes { id customer { id } } } }"


def renew(shop, token):
    asked = {"grant_type": "refresh_token", "refresh_token": token}
    return shop.grant(**APP, **asked)


def handles(shop):
    found = shop.data(SCOPES)["currentAppInstallation"]["accessScopes"]
    return {scope["handle"] for scope in found}


def test_client_credentials_give_a_token_for_a_day(shop):
    answer = shop.grant(**APP, grant_type="client_credentials")
    granted = answer.json()
    assert granted["expires_in"] == 86_399
    assert "refresh_token" not in granted
    mine = replace(shop, token=granted["access_token"])
    assert handles(mine) == set(granted["scope"].split(",")) == handles(shop)
    shop.box.clock.advance(86_398)
    assert mine.post(SHOP).status_code == 200
    shop.box.clock.advance(1)
    assert mine.post(SHOP).status_code == 401


def test_a_token_is_for_one_shop(shop):
    token = shop.grant(**APP, grant_type="client_credentials").json()["access_token"]
    other = replace(shop, label="digital-200", token=token)
    assert other.post(SHOP).status_code == 401


def test_a_form_is_read_like_json(shop):
    answer = requests.post(
        f"{shop.url}/oauth/access_token",
        data={**APP, "grant_type": "client_credentials"},
        timeout=30,
    )
    assert answer.json()["expires_in"] == 86_399


def test_refresh_tokens_rotate(shop):
    first = renew(shop, REFRESH_TOKEN).json()
    assert first["expires_in"] == 3_600
    assert first["refresh_token_expires_in"] == 7_776_000
    assert first["refresh_token"] != REFRESH_TOKEN
    mine = replace(shop, token=first["access_token"])
    assert mine.post(SHOP).status_code == 200
    shop.box.clock.advance(3_600)
    assert mine.post(SHOP).status_code == 401
    second = renew(shop, first["refresh_token"]).json()
    assert replace(shop, token=second["access_token"]).post(SHOP).status_code == 200


def test_an_old_refresh_token_lives_until_the_new_one_is_used(shop):
    """An answer that was lost can be asked for again."""
    lost = renew(shop, REFRESH_TOKEN)
    again = renew(shop, REFRESH_TOKEN)
    assert lost.status_code == again.status_code == 200
    assert renew(shop, again.json()["refresh_token"]).status_code == 200
    refused = renew(shop, REFRESH_TOKEN)
    assert refused.status_code == 401
    assert refused.json() == {
        "error": "invalid_request",
        "error_description": "This request requires an active refresh_token",
    }


def test_a_body_that_is_no_json_is_refused(shop):
    json = {"content-type": "application/json"}
    url = f"{shop.url}/oauth/access_token"
    answer = requests.post(url, data=b"?", headers=json, timeout=30)
    assert answer.status_code == 400


def test_a_refresh_token_ends_after_90_days(shop):
    token = renew(shop, REFRESH_TOKEN).json()["refresh_token"]
    token = renew(shop, token).json()["refresh_token"]
    shop.box.clock.advance(7_776_000)
    assert renew(shop, token).status_code == 401


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"client_secret": "wrong"}, "application_cannot_be_found"),
        ({"client_id": STRANGER}, "shop_not_permitted"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_what_is_not_granted_is_told_on_a_page(shop, asked, told):
    answer = shop.grant(**{**APP, "grant_type": "client_credentials", **asked})
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")
    assert f"Oauth error {told}: " in answer.text


def test_an_app_without_scopes_reads_nothing(shop):
    app = {**APP, "client_id": SCOPELESS, "grant_type": "client_credentials"}
    granted = shop.grant(**app).json()
    assert granted["scope"] == ""
    mine = replace(shop, token=granted["access_token"])
    assert handles(mine) == set()
    assert mine.error(PEOPLE)["extensions"]["code"] == "ACCESS_DENIED"


def test_issued_tokens_can_be_made_to_expire(shop):
    token = shop.grant(**APP, grant_type="client_credentials").json()["access_token"]
    mine = replace(shop, token=token)
    assert mine.post(SHOP).status_code == 200
    shop.box.box.shopify.tokens.expire()
    assert mine.post(SHOP).status_code == 401
    assert shop.post(SHOP).status_code == 200


def test_a_name_takes_scopes_from_a_token(shop):
    few = replace(shop, token="shpat_sandbox_no_customers_no_all_orders_00000000")
    assert handles(shop) - handles(few) == {"read_customers", "read_all_orders"}


@pytest.mark.parametrize("name", ["no_nonsense", "level3", "with_love"])
def test_a_name_that_says_nothing_is_no_token(shop, name):
    strange = replace(shop, token=f"shpat_sandbox_{name}_00000000")
    assert strange.post(SHOP).status_code == 401


def test_what_may_not_be_read_is_null_with_an_error_for_each_place(shop):
    few = replace(shop, token="shpat_sandbox_no_customers_00000000")
    answer = few.ask(PEOPLE)
    assert [row["customer"] for row in answer["data"]["orders"]["nodes"]] == [None] * 2
    assert [error["path"] for error in answer["errors"]] == [
        ["orders", "nodes", 0, "customer"],
        ["orders", "nodes", 1, "customer"],
    ]
    assert answer["errors"][0]["extensions"]["requiredAccess"] == (
        "`read_customers` access scope."
    )


def test_a_null_that_is_not_allowed_goes_up(shop):
    """`orders` cannot be null, so all data are."""
    few = replace(shop, token="shpat_sandbox_no_orders_00000000")
    answer = few.ask(PEOPLE)
    assert answer["data"] is None
    (error,) = answer["errors"]
    assert error["path"] == ["orders"]
    assert error["message"].startswith(
        "Access denied for orders field. Required access: `read_orders` access scope"
    )


def test_protected_fields_come_null_below_level_2(shop):
    address = "shippingAddress { city zip latitude }"
    query = f"{{ orders(first: 50) {{ nodes {{ email {address} }} }} }}"
    less = replace(shop, token="shpat_sandbox_level1_00000000")
    answer = less.ask(query)
    assert "errors" not in answer
    found = [row["shippingAddress"] for row in answer["data"]["orders"]["nodes"]]
    assert {(one["zip"], one["latitude"]) for one in found if one} == {(None, None)}
    assert all(one["city"] for one in found if one)
    assert {row["email"] for row in answer["data"]["orders"]["nodes"]} == {None}
    whole = shop.data(query)["orders"]["nodes"]
    assert any(row["email"] for row in whole)


def test_a_protected_field_that_cannot_be_null_is_denied(shop):
    less = replace(shop, token="shpat_sandbox_level1_00000000")
    answer = less.ask("{ customers(first: 2) { nodes { id displayName } } }")
    assert answer["data"] is None
    assert answer["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"


def test_of_several_types_only_the_one_that_asks_is_denied(shop):
    orders, products = shop.data(
        "{ orders(first: 1) { nodes { id } } products(first: 1) { nodes { id } } }"
    ).values()
    ids = [orders["nodes"][0]["id"], products["nodes"][0]["id"]]
    query = """
    query ($ids: [ID!]!) { nodes(ids: $ids) {
      id ... on Order { customer { id } returns(first: 1) { nodes { id } } }
    } }
    """
    few = replace(shop, token="shpat_sandbox_no_customers_00000000")
    answer = few.ask(query, ids=ids)
    assert [error["path"] for error in answer["errors"]] == [["nodes", 0, "customer"]]
    assert answer["data"]["nodes"][1] == {"id": ids[1]}
    fewer = replace(shop, token="shpat_sandbox_no_returns_no_orders_00000000")
    assert fewer.ask(query, ids=ids)["data"]["nodes"] == [None, {"id": ids[1]}]


def test_without_approval_there_are_no_customers(shop):
    none = replace(shop, token="shpat_sandbox_level0_00000000")
    answer = none.ask(PEOPLE)
    assert answer["errors"][0]["message"].startswith(
        "This app is not approved to access the Customer object."
    )
    assert answer["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"


@pytest.mark.parametrize("version", SUPPORTED)
def test_a_full_token_may_read_all_of_the_schema(version):
    """Each requirement of the schema is met by a scope that can be granted."""
    types = schema_of(version).type_map.values()
    fields = [one for kind in types for one in getattr(kind, "fields", {}).values()]
    needed = [access.needed(one) for one in [*types, *fields]]
    assert [one for one in needed if one and grants.SCOPES.isdisjoint(one)] == []
