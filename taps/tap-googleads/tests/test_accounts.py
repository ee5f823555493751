"""Which accounts there are, how each is reached, and which are left out."""

from __future__ import annotations

import pytest

from tap_googleads.accounts import Account, Accounts, number
from tap_kit.errors import SettingsError, SkipError, TapError

MANAGER, MAIN, OTHER = "9000000001", "1000000001", "1000000002"
DENIED = "authorizationError.USER_PERMISSION_DENIED"


class Ways:
    """An API that knows who is below whom."""

    def __init__(self, below: dict[str, list[dict] | Exception]) -> None:
        self.below = below
        self.asked: list[tuple[str, str | None]] = []

    def accessible(self) -> list[str]:
        return list(self.below)

    def search(self, account: Account, query: str):
        self.asked.append((account.id, account.login))
        found = self.below[account.id]
        if isinstance(found, Exception):
            raise found
        key = "customerClient" if "customer_client" in query else "customer"
        return [{key: row} for row in found]


@pytest.fixture
def accounts(make_fake):
    """Make accounts of what is below whom."""
    report = make_fake().report

    def made(below, login=None, wanted=()) -> Accounts:
        return Accounts(Ways(below), login, wanted, report)

    return made


def ids(found) -> list[str]:
    return [account.id for account in found]


def test_clients_are_reached_through_their_manager(accounts, one_client):
    rows = [one_client(MANAGER, manager=True), one_client(MAIN, currencyCode="EUR")]
    found = accounts({MANAGER: rows})

    assert ids(found.managers) == [MANAGER]
    assert list(found.clients) == [
        Account(id=MAIN, login=MANAGER, currency="EUR", zone="America/New_York")
    ]


def test_an_account_below_two_managers_is_read_once(accounts, one_client):
    below = {MANAGER: [one_client(MAIN)], "9000000002": [one_client(MAIN)]}

    assert ids(accounts(below).clients) == [MAIN]


def test_what_a_manager_has_shown_is_not_looked_up_again(accounts, one_client):
    found = accounts({MANAGER: [one_client(MAIN)], MAIN: [one_client(MAIN)]})

    assert ids(found.clients) == [MAIN]
    assert found._api.asked == [(MANAGER, MANAGER)]


def test_with_a_login_only_what_is_below_it_is_read(accounts, one_client):
    below = {MANAGER: [one_client(MAIN)], OTHER: [one_client(OTHER)]}

    assert ids(accounts(below, "900-000-0001").clients) == [MAIN]


def test_wanted_accounts_keep_the_order_of_the_settings(accounts, one_client):
    below = {MANAGER: [one_client(MAIN), one_client(OTHER), one_client("1000000003")]}

    assert ids(accounts(below, None, [OTHER, MAIN, OTHER]).all) == [OTHER, MAIN]


def test_a_wanted_account_that_nobody_lists_is_asked_itself(accounts, one_client):
    below = {MANAGER: [one_client(MAIN)], OTHER: [one_client(OTHER)]}
    found = accounts(below, MANAGER, [OTHER])

    assert ids(found.clients) == [OTHER]
    assert found._api.asked[-1] == (OTHER, MANAGER)


def test_a_closed_account_is_no_failure(accounts, one_client):
    found = accounts(
        {MANAGER: [one_client(MAIN), one_client(OTHER, status="CANCELED")]}
    )

    assert ids(found.all) == [MAIN]
    assert (
        f"account {OTHER}: not read (canceled)" in found._report.record()["checkpoint"]
    )
    assert found._report.record()["quarantines"] == 0


def test_an_account_that_is_denied_is_left_out_and_counted(
    accounts, one_client, refused
):
    below = {OTHER: refused(SkipError, DENIED), MANAGER: [one_client(MAIN)]}
    found = accounts(below)

    assert ids(found.clients) == [MAIN]
    assert list(found.refused) == [OTHER]
    told = found._report.record()
    assert f"account {OTHER}: left out (account_denied)" in told["checkpoint"]
    assert told["quarantines"] == 1


def test_an_account_that_another_way_leads_to_is_not_missing(
    accounts, one_client, refused
):
    below = {MAIN: refused(SkipError, DENIED), MANAGER: [one_client(MAIN)]}
    found = accounts(below)

    assert ids(found.clients) == [MAIN]
    assert not found.refused


def test_who_is_not_wanted_may_be_refused(accounts, one_client, refused):
    below = {OTHER: refused(SkipError, DENIED), MANAGER: [one_client(MAIN)]}

    assert not accounts(below, None, [MAIN]).refused


def test_an_account_that_lists_no_clients_tells_of_itself(accounts):
    class Lonely(Ways):
        def search(self, account, query):
            rows = super().search(account, query)
            return [] if "customer_client" in query else rows

    found = accounts({})
    found._api = Lonely({MAIN: [{"id": MAIN, "timeZone": "UTC"}]})

    assert list(found.clients) == [Account(id=MAIN, login=MAIN)]


def test_an_account_may_be_written_with_dashes():
    assert number(" 123-456-7890 ", "customer_ids") == "1234567890"


@pytest.mark.parametrize("text", ["", "123", "12345678901", "abc-def-ghij"])
def test_what_is_no_account_is_refused(text):
    with pytest.raises(SettingsError, match="no account") as caught:
        number(text, "customer_ids")

    assert caught.value.where == "customer_ids"


def test_what_cannot_be_reached_ends_a_run_as_partial(make_fake, fail, api, refused):
    api.accessible = lambda: [MANAGER, OTHER]
    below, search = {OTHER: refused(SkipError, DENIED)}, api.search

    def asked(account, query):
        if account.id in below:
            raise below[account.id]
        yield from search(account, query)

    api.search = asked
    error, said = fail(make_fake("campaigns"), TapError, "left out")

    assert error.exit_code == 6
    assert "left out (account_denied)" in said.report["checkpoint"]
