"""The doctor finds what would go wrong, names the cause, and asks nobody offline."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from tap_kit_tests_things import TapThings, written

from tap_kit import checkup
from tap_kit.checkup import Finding, Status, attempt, examine
from tap_kit.clock import ManualClock
from tap_kit.errors import AuthError, ExitCode, SettingsError

NOW = datetime(2026, 11, 21, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("quiet")


class Patient(TapThings):
    """A tap with credentials, whose source we never reach."""

    asked = 0

    def has_credentials(self):
        return True

    def probe(self):
        self.asked += 1
        yield Finding("scope orders:read", Status.OK, "granted")


@pytest.fixture
def make(tmp_path):
    made = []

    def tap(kind: type[TapThings] = Patient, **config: Any) -> Any:
        config = {"state_dir": str(tmp_path / "state"), **config}
        made.append(kind(config=config, clock=ManualClock(NOW)))
        return made[-1]

    yield tap
    for one in made:
        one.close()


def found(tap, *, offline: bool = False) -> dict[str, Finding]:
    return {finding.check: finding for finding in examine(tap, offline=offline)}


def test_a_healthy_tap_is_told_healthy(make):
    statuses = {finding.status for finding in found(make()).values()}

    assert statuses == {Status.OK}


def test_without_credentials_the_sandbox_is_named(make):
    class Stranger(TapThings):
        def has_credentials(self):
            return False

    finding = found(make(Stranger))["credentials"]

    assert (finding.status, "sandbox" in finding.what) == (Status.WARN, True)
    assert "--about" in finding.next_step


def test_where_the_sandbox_is_forbidden_it_is_a_failure(make):
    class Stranger(TapThings):
        def has_credentials(self):
            return False

    finding = found(make(Stranger, allow_stub=False))["credentials"]

    assert (finding.status, bool(finding.next_step)) == (Status.FAIL, True)


def test_offline_nobody_is_asked(make):
    tap = make()

    assert found(tap, offline=True)["credentials"].status is Status.SKIP
    assert tap.asked == 0


class Keyless(Patient):
    """A tap that lacks something besides credentials."""

    def check_settings(self):
        what = "there is no key"
        raise SettingsError(what, where="settings", next_step="make one")


def test_what_settings_lack_is_told_offline_too(make):
    finding = found(make(Keyless), offline=True)["settings"]

    assert (finding.status, finding.next_step) == (Status.FAIL, "make one")


def test_scopes_are_tried_though_settings_lack_something_else(make):
    assert found(make(Keyless))["scope orders:read"].status is Status.OK


def test_what_settings_lack_is_told_once(make):
    class Placeless(Keyless):
        def probe(self):
            self.check_settings()
            yield

    findings = found(make(Placeless))

    assert findings["settings"].status is Status.FAIL
    assert findings["credentials"].status is Status.SKIP


def test_the_sandbox_needs_no_settings(make):
    class Stranger(Keyless):
        def has_credentials(self):
            return False

    assert found(make(Stranger))["settings"].status is Status.OK


def test_a_refused_credential_is_a_finding_not_a_crash(make):
    class Refused(Patient):
        def probe(self):
            what = "the token is not accepted"
            raise AuthError(what, where="GET api.test/shop", next_step="make a new one")
            yield

    finding = found(make(Refused))["credentials"]

    assert finding.status is Status.FAIL
    assert finding.what == "the token is not accepted (GET api.test/shop)"
    assert finding.next_step == "make a new one"


def test_an_open_breaker_is_told(make):
    tap = make()
    tap.breaker.failure(at_once=True)

    assert found(tap)["circuit breaker"].status is Status.WARN


def test_a_folder_that_cannot_be_written_is_a_failure(make, monkeypatch):
    monkeypatch.setattr(checkup.os, "access", lambda *_: False)

    assert found(make())["state folder"].status is Status.FAIL


def test_a_full_disk_is_warned_of(make, monkeypatch):
    class Usage(NamedTuple):
        free: int = 5 << 20

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage())

    finding = found(make())["state folder"]
    assert (finding.status, "5 MiB" in finding.what) == (Status.WARN, True)


def test_a_token_that_others_may_read_is_a_failure(make, tmp_path):
    (tmp_path / "state").mkdir()
    store = written(tmp_path / "state" / "things.token.json", {})
    store.chmod(0o644)

    finding = found(make())["token store"]

    assert (finding.status, finding.next_step) == (Status.FAIL, f"chmod 600 {store}")


@pytest.mark.parametrize(
    ("end", "status"),
    [
        ("2027-10-01", Status.OK),
        ("2027-01-10", Status.WARN),
        ("2026-11-20", Status.FAIL),
        (None, Status.OK),
    ],
)
def test_a_version_near_its_end_is_told(make, end, status):
    class Versioned(Patient):
        api_version = ("v26", end)

    assert found(make(Versioned))["API version"].status is status


@pytest.mark.parametrize(("seconds", "status"), [(5, Status.OK), (300, Status.WARN)])
def test_a_wrong_clock_is_told(make, seconds, status):
    tap = make()
    tap.session.server_time = NOW + timedelta(seconds=seconds)

    assert found(tap)["clock"].status is status


def test_a_stand_in_keeps_its_own_time(make):
    tap = make(api_base_url="http://127.0.0.1:1")
    tap.session.server_time = NOW + timedelta(days=9)

    assert "clock" not in found(tap)


def test_an_attempt_that_goes_well_says_what_was_seen():
    finding = attempt("API", lambda: 1, "it answers")

    assert finding == Finding("API", Status.OK, "it answers")


# ---------- the command


def test_doctor_prints_one_object_and_ends_well(tap_things):
    code, out = tap_things("--doctor=offline")

    told = json.loads(out)
    assert (code, told["tap"]) == (ExitCode.OK, "tap-things")
    assert {finding["status"] for finding in told["findings"]} <= {"ok", "skip", "warn"}


@pytest.mark.parametrize(
    ("config", "word"),
    [
        ({"state_dir": 7}, "state_dir"),
        ({"stream_maps": {"things": {"id": "1 +"}}}, "1 +"),
    ],
    ids=str,
)
def test_a_wrong_setting_is_a_finding_with_exit_code_2(
    tap_things, tmp_path, config, word
):
    config = written(tmp_path / "wrong.json", config)

    code, out = tap_things("--doctor", "--config", config)

    (finding,) = json.loads(out)["findings"]
    assert (code, finding["check"]) == (ExitCode.USAGE, "settings")
    assert word in finding["what"]


def test_plan_prints_one_object_and_reads_nothing(tap_things, monkeypatch):
    monkeypatch.delattr("tap_kit_tests_things.Things.get_records")

    code, out = tap_things("--plan")

    plan = json.loads(out)
    assert code == ExitCode.OK
    assert [reading["stream"] for reading in plan["reads"]] == ["things"]
    assert plan["streams"] == ["things", "connector_runs"]


def test_a_plan_knows_the_state(tap_things, tmp_path):
    """Else it would tell the price of a first run."""
    state = written(tmp_path / "state.json", {"nonsense": 1})

    code, _ = tap_things("--plan", "--state", state)

    assert code == ExitCode.USAGE
