"""Nothing personal leaves but as `pii_mode` says."""

from __future__ import annotations

from typing import Any

import pytest

from tap_kit.errors import SettingsError
from tap_kit.pii import Pseudonymizer
from tap_shopify_wv.columns import array, text, texts
from tap_shopify_wv.pii import Treatment, check_kept

KEY = "0123456789abcdef0123456789abcdef"
EMAIL = text("email", "email", "E-mail.", pii="email")
NOTE = text("note", "note", "Note.", free_text=True)
TAGS = texts("tags", "tags", "Tags.")
BOTH = text("gift", "gift", "Message.", pii="name", free_text=True)
ITEMS = array("items", "items", "Items.", NOTE)


def treated(column: Any, value: Any, mode: str = "hash", *kept: str) -> Any:
    treat = Treatment(Pseudonymizer(KEY, mode), "orders", kept)(column)
    return treat(value) if treat else value


def test_hash_makes_a_pseudonym_of_its_field():
    people = Pseudonymizer(KEY)

    assert treated(EMAIL, "Ann@Example.com") == people.value("email", "ann@example.com")
    assert str(treated(EMAIL, "Ann@Example.com")).startswith("h1:")


def test_equal_people_join_across_streams():
    other = Treatment(Pseudonymizer(KEY), "customers")(EMAIL)

    assert other is not None
    assert other("a@b.de") == treated(EMAIL, "a@b.de")


def test_drop_leaves_nothing():
    assert treated(EMAIL, "a@b.de", "drop") is None


def test_keep_changes_nothing():
    for column in (EMAIL, NOTE, BOTH):
        assert treated(column, "as it is", "keep") == "as it is"


@pytest.mark.parametrize("mode", ["hash", "drop"])
def test_free_text_is_dropped(mode: str):
    assert treated(NOTE, "call Ann", mode) is None
    assert treated(BOTH, "for Ann", mode) is None


def test_free_text_can_be_kept_by_its_name():
    assert treated(NOTE, "call me", "hash", "orders.note") == "call me"
    assert treated(NOTE, "call me", "hash", "customers.note") is None


def test_kept_free_text_that_is_personal_is_still_a_pseudonym():
    assert treated(BOTH, "Ann", "hash", "orders.gift").startswith("h1:")


def test_what_is_not_personal_stays():
    assert treated(TAGS, ["a", "b"]) == ["a", "b"]


def test_each_of_several_is_treated():
    emails = text("emails", "emails", "E-mails.", pii="email")

    assert treated(emails, ["a@b.de"]) == [treated(EMAIL, "a@b.de")]


def test_a_number_is_personal_as_its_text():
    phone = text("phone", "phone", "Phone.", pii="phone")

    assert treated(phone, 4917012345) == treated(phone, "4917012345")


@pytest.mark.parametrize("kept", ["orders.note", "orders.gift"])
def test_a_column_of_free_text_may_be_kept(kept: str):
    check_kept([kept], {"orders": [EMAIL, ITEMS, BOTH]}, "free_text_columns")


@pytest.mark.parametrize("kept", ["orders.notes", "orders.email", "note"])
def test_keeping_what_is_no_free_text_is_refused(kept: str):
    """Else a typing error would go unnoticed, and the text with it."""
    with pytest.raises(SettingsError, match="no column of free text"):
        check_kept([kept], {"orders": [EMAIL, NOTE]}, "free_text_columns")
