"""The accounts that the user was given access to."""

from __future__ import annotations


def test_the_accounts_are_listed_by_number(quiet, monkeypatch):
    monkeypatch.setitem(quiet.accounts.__dict__, "roots", ["1000000001", "9000000001"])

    rows = list(quiet.streams["accessible_customers"].get_records(None))

    assert rows == [{"id": "1000000001"}, {"id": "9000000001"}]
