from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wv_transforms.quality.alarm import DRIFT, FRESHNESS, ROW_DROP, SHRANK, Alarm, Level
from wv_transforms.quality.incidents import CLOSED_KEPT, Incident, Turn, advance

START = datetime(2024, 1, 1, tzinfo=UTC)
COOLDOWN = 3


@dataclass
class Story:
    """Runs one after the other."""

    incidents: tuple[Incident, ...] = ()
    turns: list[tuple[Turn, Incident]] = field(default_factory=list)
    day: int = 0

    def run(self, *alarms: Alarm, whole_run: bool = True) -> list[Turn]:
        now = START + timedelta(days=self.day)
        self.day += 1
        after = advance(
            self.incidents, alarms, now, cooldown_runs=COOLDOWN, whole_run=whole_run
        )
        self.incidents = after.incidents
        self.turns += after.turns
        return [turn for turn, _ in after.turns]


def alarm(
    level: Level = Level.WARNING, rule=ROW_DROP, dataset: str = "orders"
) -> Alarm:
    return Alarm(rule, dataset, level, f"{rule.name} {level.text}")


def test_one_incident_is_one_event_however_long_it_lasts():
    story = Story()

    assert story.run(alarm()) == [Turn.OPENED]
    assert [story.run(alarm()) for _ in range(50)] == [[]] * 50
    assert story.incidents[0].runs == 51


def test_rules_of_one_family_are_one_incident():
    story = Story()

    assert story.run(alarm(), alarm(rule=SHRANK)) == [Turn.OPENED]
    assert story.incidents[0].marks == ("row_drop", "total_shrank")


def test_families_and_datasets_are_apart():
    story = Story()

    turns = story.run(alarm(), alarm(rule=FRESHNESS), alarm(dataset="customers"))

    assert turns == [Turn.OPENED] * 3
    assert len({one.incident_id for one in story.incidents}) == 3


def test_a_worse_turn_is_told_once():
    story = Story()
    story.run(alarm())

    assert story.run(alarm(Level.CRITICAL)) == [Turn.ESCALATED]
    assert story.run(alarm(Level.WARNING)) == []
    assert story.run(alarm(Level.CRITICAL)) == []
    assert story.incidents[0].message == "row_drop critical"


def test_quiet_runs_resolve_it():
    story = Story()
    story.run(alarm())

    assert [story.run() for _ in range(4)] == [[], [], [Turn.RESOLVED], []]
    assert not story.incidents[0].is_open


def test_an_alarm_while_it_cools_down_is_the_same_incident():
    story = Story()
    story.run(alarm())
    story.run()
    story.run()

    assert story.run(alarm()) == []
    assert [story.run() for _ in range(3)] == [[], [], [Turn.RESOLVED]]


def test_the_next_incident_has_another_number():
    story = Story()
    for _ in range(2):
        story.run(alarm())
        for _ in range(COOLDOWN):
            story.run()

    assert [one.incident_id for one in story.incidents] == [
        "orders/volume/1",
        "orders/volume/2",
    ]


def test_silence_of_half_a_run_means_nothing():
    story = Story()
    story.run(alarm())

    for _ in range(9):
        assert story.run(whole_run=False) == []

    assert story.incidents[0].is_open


def test_a_build_that_is_tried_again_tells_the_same():
    before = Story()
    before.run(alarm(dataset="customers"))
    later = START + timedelta(days=9)
    tries = [
        advance(
            before.incidents,
            [alarm()],
            later + timedelta(hours=h),
            cooldown_runs=COOLDOWN,
            whole_run=True,
        )
        for h in range(2)
    ]

    first, second = ([one.incident_id for _, one in t.turns] for t in tries)
    assert first == second == ["orders/volume/1"]


def test_old_incidents_are_forgotten_but_not_their_numbers():
    story = Story()
    for n in range(CLOSED_KEPT + 5):
        story.run(alarm(dataset=f"d{n:03}"), alarm())
        for _ in range(COOLDOWN):
            story.run()

    assert len(story.incidents) < 2 * CLOSED_KEPT
    story.run(alarm())
    assert f"orders/volume/{CLOSED_KEPT + 6}" in {
        one.incident_id for one in story.incidents
    }


levels = st.sampled_from([None, Level.WARNING, Level.CRITICAL])


@given(st.lists(st.tuples(levels, levels), max_size=60))
def test_every_incident_opens_once_and_ends_at_most_once(
    days: list[tuple[Level | None, Level | None]],
):
    story = Story()
    for volume, values in days:
        story.run(
            *([alarm(volume)] if volume else []),
            *([alarm(values, DRIFT)] if values else []),
        )

    told: dict[str, list[Turn]] = {}
    for turn, one in story.turns:
        told.setdefault(one.incident_id, []).append(turn)
    for turns in told.values():
        assert turns[0] is Turn.OPENED
        assert len(turns) == len(set(turns))
        assert Turn.RESOLVED not in turns[:-1]
    assert {one.incident_id for one in story.incidents} == set(told)
