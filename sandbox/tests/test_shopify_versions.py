"""API versions: what answers when one is asked for."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from wv_sandbox.shopify.versions import HEADER, LATEST, SUPPORTED

SHOP = "{ shop { id } }"
NEW_FIELD = "{ orders(first: 1) { nodes { cartToken } } }"


@pytest.mark.parametrize("version", SUPPORTED)
def test_a_supported_version_answers_itself(shop, version):
    answer = replace(shop, version=version).post(SHOP)
    assert answer.headers[HEADER] == version


@pytest.mark.parametrize("version", ["2024-04", "2025-10"])
def test_an_old_version_falls_forward_in_silence(shop, version):
    answer = replace(shop, version=version).post(SHOP)
    assert answer.status_code == 200
    assert "errors" not in answer.json()
    assert answer.headers[HEADER] == SUPPORTED[0]


@pytest.mark.parametrize("version", ["2027-01", "2026-02", "unstable", "x"])
def test_what_is_no_version_is_not_found(shop, version):
    assert replace(shop, version=version).post(SHOP).status_code == 404


def test_versions_differ_in_their_fields(shop):
    assert shop.data(NEW_FIELD)["orders"]["nodes"][0]["cartToken"]
    error = replace(shop, version="2026-04").error(NEW_FIELD)
    assert error["extensions"]["code"] == "undefinedField"


def test_versions_can_be_listed(shop):
    listed = shop.data("{ publicApiVersions { handle supported displayName } }")
    versions = listed["publicApiVersions"]
    supported = [one["handle"] for one in versions if one["supported"]]
    assert tuple(supported) == SUPPORTED
    (latest,) = (one for one in versions if "Latest" in one["displayName"])
    assert latest["handle"] == LATEST


def test_another_version_may_answer(shop):
    shop.box.faults.add("answered_version", version="2026-07")
    assert shop.post(SHOP).headers[HEADER] == "2026-07"
    assert shop.post(SHOP).headers[HEADER] == LATEST


def test_a_sandbox_starts_without_graphql():
    """It is slow to import, and only shops need it."""
    code = "import sys, wv_sandbox.cli; sys.exit('graphql' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
