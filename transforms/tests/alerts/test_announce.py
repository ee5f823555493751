"""The environment names who is told, and the lake's file has it all first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from target_parquet_lake.errors import StorageError
from target_parquet_lake.lake import Lake
from wv_transforms.alerts.announce import Outlet
from wv_transforms.alerts.people import URLS
from wv_transforms.alerts.webhook import URL

if TYPE_CHECKING:
    from pathlib import Path

# Before Python 3.13 Apprise's part for encrypted mail imports it.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is:DeprecationWarning")


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def test_the_environment_names_webhook_and_people(lake, monkeypatch):
    monkeypatch.setenv(URL, "https://a.example/hook")
    monkeypatch.setenv(URLS, "json://localhost, jsons://b.example/me")

    found = Outlet.of(lake, "acme")

    assert [one.name for one in found.receivers] == [
        "the webhook",
        f"address 1 of {URLS} (JSON)",
        f"address 2 of {URLS} (JSON)",
    ]
    assert found.waiting == lake.control("alerts", "acme.ndjson")


def test_an_environment_that_names_nobody_tells_nobody(lake, monkeypatch):
    monkeypatch.delenv(URL, raising=False)
    monkeypatch.delenv(URLS, raising=False)

    assert Outlet.of(lake, "acme").receivers == ()


def test_a_full_disk_says_where_and_what_next(outlet, tell, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wv_transforms.alerts.announce.append_event", full)

    with pytest.raises(StorageError, match="No space left on device") as caught:
        tell(outlet, 1)

    assert "free disk space" in str(caught.value)
