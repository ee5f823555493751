"""What the page about alerts says is what the watch does."""

from __future__ import annotations

import re
import tomllib
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from tests.pages import Page, coded
from tools.house import ROOT
from wv_transforms.alerts.outbox import WAITING_KEPT
from wv_transforms.alerts.people import POSTS, URLS, Address
from wv_transforms.alerts.webhook import SECRET, URL, Webhook
from wv_transforms.quality.alarm import RULES
from wv_transforms.quality.tables import INCIDENTS
from wv_transforms.quality.thresholds import Thresholds

if TYPE_CHECKING:
    from pathlib import Path

PAGE = Page(ROOT / "docs/alerts.md")


def test_every_rule_is_told_under_what_it_is_about():
    by_family = sorted(RULES.values(), key=lambda rule: rule.family)
    families = {
        family: {rule.name for rule in rules}
        for family, rules in groupby(by_family, key=lambda rule: rule.family)
    }
    [table] = [table for table in PAGE.tables if table[0] == ["about", "rules"]]

    assert {about: {*coded(rules)} for about, rules in table[1:]} == families


def test_the_example_of_thresholds_is_taken(tmp_path: Path):
    [example] = PAGE.blocks("yaml")
    file = tmp_path / "acme.yml"
    file.write_text(example, encoding="utf-8")

    found = Thresholds.load(file)

    assert found.production is True
    assert found.limits("shopify_wv__orders").max_age_hours == 6


def test_the_figures_are_those_of_the_code():
    limits = Thresholds.load().limits("shopify_wv__orders")
    quiet = re.search(r"(\d+) quiet runs", PAGE.text)
    waiting = re.search(r"fewer than ([\d,]+) events", PAGE.text)

    assert quiet
    assert int(quiet[1]) == limits.cooldown_runs
    assert waiting
    assert int(waiting[1].replace(",", "")) == WAITING_KEPT


def test_the_webhook_is_set_by_the_variables_of_the_example():
    command = next(block for block in PAGE.blocks("sh") if URL in block)
    given = dict(re.findall(r"(WV_\w+)=(\S+)", command))
    secret = "0" * 64  # As `openssl rand -hex 32` prints it, in length.

    webhook = Webhook.from_environment(given | {SECRET: secret})

    assert given.keys() == {URL, SECRET}
    assert webhook
    assert webhook.secret == secret.encode()


# Before Python 3.13 Apprise's part for encrypted mail imports it.
@pytest.mark.filterwarnings("ignore:'imghdr' is:DeprecationWarning")
def test_people_are_told_at_the_addresses_of_the_example():
    command = next(block for block in PAGE.blocks("sh") if URLS in block)
    [(name, urls)] = re.findall(r'(WV_\w+)="([^"]+)"', command)

    people = Address.from_environment("acme", {name: urls})

    assert [str(one.service.service_name) for one in people] == ["Discord", "E-Mail"]
    assert f"{POSTS} messages at most" in PAGE.text


def test_the_extra_that_the_page_names_brings_apprise():
    def extra(room: str) -> list[str]:
        text = (ROOT / room / "pyproject.toml").read_text(encoding="utf-8")
        extras: dict[str, list[str]] = tomllib.loads(text)["project"][
            "optional-dependencies"
        ]
        return extras["apprise"]

    assert "`weathervane-cockpit[apprise]`" in PAGE.text
    assert extra("cockpit") == ["weathervane-transforms[apprise]"]
    assert [need.partition(">")[0] for need in extra("transforms")] == ["apprise"]


def test_the_table_of_incidents_bears_its_name():
    assert f"quality/<tenant>__{INCIDENTS}" in PAGE.text
