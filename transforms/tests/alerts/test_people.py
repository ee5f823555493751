"""Alerts by Apprise itself, to receivers on loopback."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from wv_transforms.alerts.people import POSTS, URLS, Address
from wv_transforms.errors import ProjectError
from wv_transforms.quality.alarm import Level
from wv_transforms.quality.incidents import Turn

if TYPE_CHECKING:
    from wv_transforms.alerts.announce import Outlet

# Before Python 3.13 Apprise's part for encrypted mail imports it.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is:DeprecationWarning")
SECRETS = ("s3cret", "pa55word", "hunter2")


def address(receiver, path: str = "s3cret") -> str:
    return f"json://me:pa55word@127.0.0.1:{receiver.port}/{path}?-token=hunter2"


def to(outlet, *urls: str) -> Outlet:
    people = Address.from_environment("default", {URLS: " ".join(urls)})
    assert len(people) == len(urls)
    return replace(outlet, receivers=people)


def messages(receiver) -> list[dict[str, Any]]:
    return [json.loads(body) for _, body in receiver.posts]


def numbers(receiver) -> list[str]:
    texts = "\n".join(each["message"] for each in messages(receiver))
    return [line.partition(". ")[0][-1] for line in texts.splitlines()]


def test_alerts_of_a_build_are_one_message_a_line_each(outlet, receiver, tell):
    tell(to(outlet, address(receiver)), 1, 2)

    (message,) = messages(receiver)
    assert message["title"] == "WeatherVane: data of default"
    assert message["message"].splitlines() == [
        f"Incident opened [warning]: shop__orders/volume/{n}. fewer Next: look"
        for n in (1, 2)
    ]
    assert not outlet.waiting.exists()


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ({"level": Level.WARNING}, "warning"),
        ({"level": Level.CRITICAL}, "failure"),
        ({"level": Level.CRITICAL, "turn": Turn.RESOLVED}, "success"),
    ],
)
def test_the_kind_of_a_message_says_how_bad_it_is(outlet, receiver, tell, what, kind):
    tell(to(outlet, address(receiver)), 1, **what)

    assert [message["type"] for message in messages(receiver)] == [kind]


def test_the_worst_alert_gives_the_message_its_kind(outlet, gone, receiver, tell):
    away = to(outlet, address(gone))
    tell(away, 1, turn=Turn.RESOLVED)
    tell(away, 2, level=Level.CRITICAL)
    tell(away, 3)

    tell(to(outlet, address(receiver)))

    assert [message["type"] for message in messages(receiver)] == ["failure"]
    assert numbers(receiver) == ["1", "2", "3"]


def test_who_took_a_message_does_not_get_it_again(outlet, receiver, other, tell):
    both = to(outlet, address(receiver), address(other))
    receiver.answers = [503]
    tell(both, 1)

    tell(both, 2)

    assert numbers(receiver) == ["1", "1", "2"]
    assert numbers(other) == ["1", "2"]
    assert outlet.waiting.read_text() == ""


def test_the_same_address_twice_is_told_once(outlet, receiver, tell):
    tell(to(outlet, address(receiver), address(receiver)), 1)

    assert numbers(receiver) == ["1"]


def test_addresses_that_differ_in_a_token_only_are_two(outlet, receiver, tell):
    tell(to(outlet, address(receiver), address(receiver, "other")), 1)

    assert numbers(receiver) == ["1", "1"]


def test_a_redirect_is_not_followed(outlet, receiver, tell):
    receiver.answers = [307]

    tell(to(outlet, address(receiver)), 1)

    assert len(receiver.posts) == 1
    assert len(outlet.waiting.read_text().splitlines()) == 1


def test_an_address_may_ask_for_redirects(outlet, receiver, tell):
    receiver.answers = [307]

    tell(to(outlet, f"{address(receiver)}&redirect=yes"), 1)

    assert len(receiver.posts) == 2
    assert not outlet.waiting.exists()


def test_an_address_that_calls_itself_optional_is_tried_once(outlet, receiver, tell):
    receiver.answers = [503]

    tell(to(outlet, f"{address(receiver)}&optional=yes"), 1)

    assert len(receiver.posts) == 1
    assert not outlet.waiting.exists()


@pytest.mark.parametrize("answer", [None, 401, 500])
def test_a_failure_tells_neither_token_nor_host(outlet, receiver, gone, tell, answer):
    told: list[str] = []
    watcher = logging.Handler(logging.NOTSET)
    watcher.emit = lambda record: told.append(record.getMessage())
    root, receiver.answers = logging.getLogger(), [answer]
    before = root.level
    root.addHandler(watcher)
    root.setLevel(logging.NOTSET)
    try:
        tell(to(outlet, address(receiver if answer else gone)), 1)
    finally:
        root.removeHandler(watcher)
        root.setLevel(before)

    said = "\n".join(told)
    assert f"1 alerts wait for the next build: address 1 of {URLS} (JSON)" in said
    for secret in (*SECRETS, "127.0.0.1"):
        assert secret not in said
        assert secret not in outlet.waiting.read_text()


def test_the_outbox_and_the_repr_hold_no_part_of_an_address(
    outlet, receiver, gone, tell
):
    both = to(outlet, address(receiver), address(gone))
    tell(both, 1)

    (line,) = outlet.waiting.read_text().splitlines()
    (mark,) = json.loads(line)["takenby"]
    assert mark == both.receivers[0].mark
    assert len(mark) == 16
    for secret in (*SECRETS, "127.0.0.1"):
        assert secret not in line + repr(both)


def test_a_mark_of_another_tenant_is_another(receiver):
    marks = {
        Address.from_environment(tenant, {URLS: address(receiver)})[0].mark
        for tenant in ("a", "b")
    }

    assert len(marks) == 2


def test_more_than_one_message_holds_goes_on_in_the_next(outlet, receiver, tell):
    tell(to(outlet, address(receiver)), *range(3), message="x" * 15_000)

    assert [len(m["message"].splitlines()) for m in messages(receiver)] == [2, 1]
    assert numbers(receiver) == ["0", "1", "2"]


def test_a_flood_waits_after_some_messages(outlet, receiver, tell, caplog):
    tell(to(outlet, address(receiver)), *range(POSTS + 1), message="x" * 40_000)

    assert len(receiver.posts) == POSTS
    assert all(m["message"].endswith("…") for m in messages(receiver))
    assert f"1 alerts wait for the next build: address 1 of {URLS}" in caplog.text


@pytest.mark.parametrize("urls", ["nobody://s3cret", "json://localhost, s3cret"])
def test_an_address_that_apprise_does_not_know_is_told_without_it(urls, caplog):
    with pytest.raises(ProjectError, match="not all") as caught:
        Address.from_environment("default", {URLS: urls})

    assert URLS in str(caught.value)
    assert "s3cret" not in str(caught.value) + caplog.text


def test_without_the_extra_the_next_step_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "apprise", None)

    with pytest.raises(ProjectError, match=r"weathervane-cockpit\[apprise\]"):
        Address.from_environment("default", {URLS: "json://localhost"})


@pytest.mark.parametrize("environment", [{}, {URLS: ""}, {URLS: " \n"}])
def test_without_addresses_apprise_is_not_needed(monkeypatch, environment):
    monkeypatch.setitem(sys.modules, "apprise", None)

    assert Address.from_environment("default", environment) == ()


def test_what_the_user_said_of_long_texts_holds(receiver):
    url = f"{address(receiver)}&overflow=split"
    own, silent = Address.from_environment(
        "default", {URLS: f"{url},{address(receiver)}"}
    )

    assert own.service.overflow_mode.value == "split"
    assert silent.service.overflow_mode.value == "truncate"
