"""What is asked at the start: versions, scopes, what the shop keeps to itself."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
import requests

from tap_kit.errors import DataError, SettingsError, SkipError
from tap_shopify_wv import access
from tap_shopify_wv.access import KINDS, Access
from tap_shopify_wv.answers import Answer
from tap_shopify_wv.shop import PROBES, START, open_shop
from tap_shopify_wv.wanted import is_below, refused_paths

SHOP = {
    "id": "gid://shopify/Shop/1",
    "myshopifyDomain": "a.myshopify.com",
    "ianaTimezone": "America/New_York",
    "currencyCode": "USD",
    "createdAt": "2020-01-01T00:00:00-05:00",
}


def answer(*scopes: str, **changed) -> dict:
    body = {
        "shop": SHOP,
        "currentAppInstallation": {"accessScopes": [{"handle": s} for s in scopes]},
        "publicApiVersions": [
            {"handle": "2026-07", "supported": True},
            {"handle": "2026-10", "supported": True},
            {"handle": "2025-10", "supported": False},
        ],
    }
    return body | changed


def denied(*paths: list[str]) -> SkipError:
    response = requests.Response()
    response.status_code = 200
    problem = {"message": "No.", "extensions": {"code": "ACCESS_DENIED"}}
    errors = [problem | {"path": path} for path in paths]
    response.json = None
    response._content = requests.compat.json.dumps({"errors": errors}).encode()
    return SkipError("denied", response=response)


class Api:
    def __init__(self, start: dict, probe: SkipError | None = None) -> None:
        self.start, self.probe = start, probe
        self.asked: list[str] = []

    @contextmanager
    def any_version(self):
        yield

    def ask(self, document, cost=0.0):  # noqa: ARG002 - as the real one.
        self.asked.append(document)
        if document == START:
            return self.start
        if self.probe:
            raise self.probe
        return {}


def test_a_shop_is_known_by_what_it_says():
    shop = open_shop(Api(answer("read_orders")), "2026-10")

    assert (shop.domain, shop.timezone, shop.currency) == (
        "a.myshopify.com",
        "America/New_York",
        "USD",
    )
    assert shop.created_at.isoformat() == "2020-01-01T00:00:00-05:00"
    assert shop.access.scopes == {"read_orders"}


@pytest.mark.parametrize("version", ["2025-10", "2024-04", "unstable"])
def test_an_unsupported_version_is_refused(version):
    with pytest.raises(SettingsError, match="2026-07, 2026-10"):
        open_shop(Api(answer()), version)


@pytest.mark.parametrize(
    "start", [answer(shop=None), answer(currentAppInstallation=None), {}]
)
def test_an_answer_that_says_too_little_is_refused(start):
    with pytest.raises(DataError):
        open_shop(Api(start), "2026-10")


def test_without_people_in_the_scopes_nothing_is_probed():
    api = Api(answer("read_products"))

    assert open_shop(api, "2026-10").access.withheld == frozenset()
    assert api.asked == [START]


@pytest.mark.parametrize("scope", PROBES)
def test_a_shop_that_gives_all_withholds_nothing(scope):
    api = Api(answer(scope))

    assert open_shop(api, "2026-10").access.withheld == frozenset()
    assert api.asked == [START, PROBES[scope]]


@pytest.mark.parametrize(
    ("paths", "kinds"),
    [
        ([["customers", "edges", "node", "firstName"]], {"name"}),
        ([["customers", "edges", "node", "defaultAddress", "address1"]], {"address"}),
        (
            [
                ["orders", "edges", "node", "email"],
                ["orders", "edges", "node", "phone"],
            ],
            {"email", "phone"},
        ),
        ([["customers"]], set(KINDS)),
        ([[]], set(KINDS)),
    ],
)
def test_what_the_probe_is_refused_is_withheld(caplog, paths, kinds):
    api = Api(answer("read_customers"), denied(*paths))

    assert open_shop(api, "2026-10").access.withheld == kinds
    assert "protected customer data" in caplog.text


@pytest.fixture
def rules(monkeypatch):
    found = {
        "toys": {
            "toys.cartToken": {"since": "2026-07"},
            "toys.staff": {"scopes": ["read_users", "read_staff"]},
            "toys.email": {"protected": "email"},
        }
    }
    monkeypatch.setattr(access, "_rules", lambda: found)


def may(**changed) -> Access:
    options = {"version": "2026-10", "scopes": frozenset(), "withheld": frozenset()}
    return Access(**options | changed)


@pytest.mark.parametrize(
    ("who", "path", "refusal"),
    [
        (may(version="2026-04"), "toys.cartToken", "new in 2026-07"),
        (may(version="2026-07"), "toys.cartToken", None),
        (may(), "toys.staff.id", "needs read_users or read_staff"),
        (may(scopes=frozenset({"read_staff"})), "toys.staff.id", None),
        (may(scopes=frozenset({"write_users"})), "toys.staff", None),
        (may(withheld=frozenset({"email"})), "toys.email", "protected email"),
        (may(), "toys.email", None),
        (may(), "toys.name", None),
    ],
)
@pytest.mark.usefixtures("rules")
def test_a_field_is_refused_by_version_scope_and_plan(who, path, refusal):
    assert who.refusal("toys", path) == refusal
    assert who.refusal("games", path) is None


def test_a_missing_scope_is_named():
    who = may(scopes=frozenset({"read_orders", "write_returns"}))

    assert who.missing(("read_orders", "read_returns")) == []
    assert who.missing(("read_themes",)) == ["read_themes"]
    assert who.missing((("read_a", "read_orders"),)) == []
    assert who.missing((("read_a", "read_b"),)) == ["read_a or read_b"]


def test_refused_paths_are_those_of_the_query():
    error = denied(["orders", "edges", "node", "staffMember"], ["orders"])

    assert refused_paths(Answer.of(error.response)) == {"orders.staffMember", "orders"}


def test_a_path_below_another_goes_with_it():
    assert is_below("a.b.c", ["a.b"])
    assert is_below("a.b", ["a.b"])
    assert not is_below("a.bc", ["a.b"])
