"""What the page says is wrong: alerts, dead letters, and how sure a connector is."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from cockpit_tests_shops import connector

from target_parquet_lake.lake import Lake
from wv.promoted import promoted
from wv.report import alerts, health, read, words
from wv.report.html import el, render
from wv.report.model import Alert, Edition, Refused
from wv_transforms.promotion import Promoted, write_promoted
from wv_transforms.quality.tables import SCHEMAS

AT = dt.datetime(2026, 11, 14, 6, tzinfo=dt.UTC)


def alert(**changes):
    values = {
        "dataset": "shopify_wv__orders",
        "kind": "row_count",
        "level": "critical",
        "message": "60 % fewer rows",
        "next_step": "look at the tap",
        "opened": AT,
        "resolved": None,
    }
    return Alert(**values | changes)


def page(**parts):
    edition = Edition("acme", AT, AT, (), **parts)
    return edition, render(el("div", *alerts.section(edition)))


def test_nothing_wrong_is_said_in_words():
    _, text = page()

    assert "Nothing is wrong" in text
    assert "has found its table" in text
    assert "<table" not in text


def test_open_incidents_are_counted_and_shown():
    edition, text = page(alerts=(alert(), alert(level="warning")))

    assert (
        alerts.alerts_sentence(edition) == "2 incidents are open, 1 of them critical."
    )
    assert "look at the tap" in text


def test_an_incident_that_is_over_is_told_so():
    edition, text = page(alerts=(alert(resolved=AT),))

    assert "Nothing is wrong" in alerts.alerts_sentence(edition)
    assert "critical, over" in text


def test_dead_letters_come_with_the_command_that_shows_them():
    _, text = page(refused=(Refused("crm", "users", 2, AT),))

    assert "2 records lie aside; <code>wv dlq list</code>" in text
    assert "14 Nov 2026" in text


def test_what_a_message_says_cannot_become_markup():
    assert "&lt;b&gt;" in page(alerts=(alert(message="<b>"),))[1]
    assert "<code>&lt;b&gt;</code>" in page(alerts=(alert(message="`<b>`"),))[1]


def test_a_failed_run_comes_with_what_to_do():
    failed = Edition("acme", AT, AT, (), connectors=(connector("tap-x"),))
    text = render(health.section(failed))
    assert "wv doctor" not in text

    bad = connector("tap-x", last_success=False, last_error="AuthError")
    failed = Edition("acme", AT, AT, (), connectors=(bad,))
    assert "<code>wv doctor --tap tap-x</code>" in render(health.section(failed))


def test_dead_letters_stand_on_the_card_of_their_connector():
    refused = (Refused("shop_x", "orders", 3, AT), Refused("shop_x", "users", 4, AT))
    one = connector("tap-shop-x")
    text = render(
        health.section(Edition("acme", AT, AT, (), connectors=(one,), refused=refused))
    )

    assert "<dt>Dead letters</dt><dd>7</dd>" in text


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, "no run reported yet"),
        ({"connectors": (connector("tap-x"),)}, "nothing is wrong"),
        (
            {"connectors": (connector("tap-x", last_success=False),)},
            "1 failed run",
        ),
        (
            {
                "alerts": (alert(), alert(resolved=AT)),
                "refused": (Refused("x", "y", 2, AT),),
            },
            "1 open alert and 2 dead letters",
        ),
    ],
)
def test_the_header_says_in_a_few_words_whether_to_look(parts, said):
    assert health.status(Edition("acme", AT, AT, (), **parts)) == said


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("high", "<b>Confidence high</b>: 90 of 90 runs succeeded"),
        ("unknown", "<b>Confidence unknown</b>: 90 of 90 runs succeeded, too few runs"),
        (None, "<b>Confidence unknown</b>: "),
    ],
)
def test_a_connector_says_how_sure_it_is(label, said):
    one = connector("tap-x", confidence=label)
    edition = Edition("acme", AT, AT, (), connectors=(one,))

    assert said in render(health.section(edition))


def test_confidence_rests_on_the_last_runs_where_more_are_held():
    one = connector("tap-x", runs=400, recent_runs=90, recent_successes=88)
    text = render(health.section(Edition("acme", AT, AT, (), connectors=(one,))))

    assert "<b>Confidence high</b>: 88 of the last 90 runs succeeded" in text


@pytest.mark.parametrize(
    ("success", "shown"), [(True, False), (None, False), (False, True)]
)
def test_after_a_failure_the_last_success_is_told(success, shown):
    one = connector("tap-x", last_success=success, last_success_at=AT)
    text = render(health.section(Edition("acme", AT, AT, (), connectors=(one,))))

    assert ("<dt>Last success (UTC)</dt><dd>14 Nov 2026, 06:00</dd>" in text) is shown


@pytest.mark.parametrize(
    ("seconds", "said"), [(None, "1"), (0.5, "1 (0.5 s)"), (41.0, "1 (41 s)")]
)
def test_waits_come_with_how_long_they_took(seconds, said):
    one = connector("tap-x", waits=1, wait_seconds=seconds)
    text = render(health.section(Edition("acme", AT, AT, (), connectors=(one,))))

    assert f"<dt>Waits</dt><dd>{said.replace(' s', words.NARROW + 's')}</dd>" in text


@pytest.fixture
def told(tmp_path):
    """A lake in which nothing is promoted but an incident and letters are told."""
    lake = Lake(tmp_path)
    row = dict.fromkeys(SCHEMAS["dq_incidents"].names)
    row |= {"dataset": "orders", "family": "rows", "level": "warning", "opened_at": AT}
    row |= {"message": "few", "next_step": "look"}
    lake.write(
        "quality",
        "acme",
        "dq_incidents",
        pa.Table.from_pylist([row], schema=SCHEMAS["dq_incidents"]),
    )
    letters = pa.table(
        {
            "source": ["crm", "crm"],
            "stream": ["users", "users"],
            "last_failed_at": pa.array([AT, AT], pa.timestamp("us", "UTC")),
            "error_class": ["RecordError", "DataError"],
        }
    )
    for source in ("crm", "shop"):
        lake.write("dead_letters", "acme", source, letters)
    write_promoted(lake, Promoted("acme", "a-run", AT, {}))
    return tmp_path


def test_incidents_and_letters_are_read_without_a_promotion(told):
    with promoted(told, "acme") as found:
        edition = read.read(found)

    assert [each.message for each in edition.alerts] == ["few"]
    why = "DataError, RecordError"
    assert edition.refused == (Refused("crm", "users", 4, AT, why),)


def test_a_lake_without_either_is_quiet(tmp_path):
    lake = Lake(tmp_path)
    lake.prepare()
    write_promoted(lake, Promoted("acme", "a-run", AT, {}))

    with promoted(tmp_path, "acme") as found:
        edition = read.read(found)

    assert (edition.alerts, edition.refused) == ((), ())
