"""What was not taken waits for who did not take it, and for nobody else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from wv_transforms.alerts.outbox import WAITING_KEPT, Waiting, write_outbox
from wv_transforms.alerts.receiver import DeliveryError


@dataclass
class Somebody:
    """Takes two alerts a post, unless something ends it."""

    mark: str
    posts: int = 3
    ends_with: type[BaseException] | None = None
    has: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"Mx {self.mark}"

    def deliver(self, events: list[dict[str, Any]], unix_time: int) -> int:
        assert unix_time == 1711951200
        if self.ends_with:
            raise self.ends_with(self.name)
        self.has += [event["data"]["incident_id"][-1] for event in events[:2]]
        return len(events[:2])


def lines(outlet) -> list[dict[str, Any]]:
    text = outlet.waiting.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_who_took_an_alert_is_not_told_again_because_another_did_not(outlet, tell):
    well, ill = Somebody("a"), Somebody("b", ends_with=DeliveryError)
    both = replace(outlet, receivers=(well, ill))
    tell(both, 1, 2, 3)
    ill.ends_with = None

    tell(both, 4)

    assert well.has == ["1", "2", "3", "4"]
    assert ill.has == ["1", "2", "3", "4"]
    assert lines(outlet) == []


def test_one_who_is_named_anew_gets_what_waits(outlet, tell):
    """A changed token makes a new address: what the old one missed goes there."""
    ill, new = Somebody("old", ends_with=DeliveryError), Somebody("new")
    tell(replace(outlet, receivers=(ill,)), 1)

    tell(replace(outlet, receivers=(new,)))

    assert new.has == ["1"]
    assert lines(outlet) == []


def test_what_only_one_who_is_named_no_more_missed_is_dropped(outlet, tell):
    well, ill = Somebody("a"), Somebody("b", ends_with=DeliveryError)
    tell(replace(outlet, receivers=(well, ill)), 1)

    tell(replace(outlet, receivers=(well,)))

    assert well.has == ["1"]
    assert lines(outlet) == []


def test_a_flood_holds_no_build_up(outlet, tell, caplog):
    somebody = Somebody("a")
    only = replace(outlet, receivers=(somebody,))

    tell(only, *range(8))

    assert somebody.has == list("012345")
    assert "2 alerts wait" in caplog.text
    assert "Mx a gets no more than 3 posts a build" in caplog.text
    tell(only)
    assert somebody.has == list("01234567")


def test_a_build_that_is_tried_again_tells_nothing_twice_that_waits(outlet, tell):
    well, ill = Somebody("a"), Somebody("b", ends_with=DeliveryError)
    both = replace(outlet, receivers=(well, ill))

    tell(both, 1)
    tell(both, 1)

    assert well.has == ["1"]
    assert len(lines(outlet)) == 1


def test_a_build_that_is_cut_off_remembers_who_took_what(outlet, tell):
    well, cut = Somebody("a"), Somebody("b", ends_with=KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        tell(replace(outlet, receivers=(well, cut)), 1)

    assert [line["takenby"] for line in lines(outlet)] == [["a"]]


def test_too_many_are_given_up_aloud_the_oldest_first(outlet, tell, caplog):
    ill = replace(outlet, receivers=(Somebody("a", ends_with=DeliveryError),))
    (event,) = tell(outlet, 0)
    many = (Waiting(event | {"id": str(n)}) for n in range(WAITING_KEPT))
    assert write_outbox(outlet.waiting, many, ["a"]) == 0

    (last,) = tell(ill, 1)

    ids = [line["id"] for line in lines(outlet)]
    assert ids == [*(str(n) for n in range(1, WAITING_KEPT)), last["id"]]
    assert f"1 alerts are given up: more than {WAITING_KEPT} wait" in caplog.text


def test_where_nobody_is_named_nothing_waits(outlet, tell):
    tell(outlet, 1)

    assert not outlet.waiting.exists()


def test_nothing_to_tell_writes_nothing(outlet, tell):
    tell(replace(outlet, receivers=(Somebody("a"),)))

    assert not outlet.waiting.exists()
