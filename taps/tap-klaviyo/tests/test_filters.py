"""Filters as the server reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from tap_klaviyo.filters import both, compared, equals
from wv_sandbox.klaviyo.filters import parse


def test_instants_stand_without_quotes_and_in_utc():
    east = datetime(2026, 11, 15, 3, tzinfo=timezone(timedelta(hours=2)))

    assert compared("less-or-equal", "updated", east) == (
        "less-or-equal(updated,2026-11-15T01:00:00Z)"
    )


def test_conditions_that_are_not_there_leave_no_comma():
    assert both("", equals("archived", value=False), "") == "equals(archived,false)"


plain = st.characters(exclude_characters="'\"\\", exclude_categories=["Cs", "Cc"])


@given(st.text(plain))
def test_the_server_reads_back_what_was_asked(word):
    (condition,) = parse(equals("name", word), {"name": ["equals"]})

    assert condition.value == word


@given(st.integers(946_684_800, 4_102_444_800))  # 2000 to 2099.
def test_the_server_reads_back_an_instant(second):
    at = datetime.fromtimestamp(second, UTC)

    (condition,) = parse(
        compared("greater-than", "updated", at), {"updated": ["greater-than"]}
    )

    assert condition.value == at
