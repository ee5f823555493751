from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tap_kit.clock import ManualClock
from tap_kit.errors import ExitCode, SettingsError, TapError
from tap_kit.tokens import TokenStore, fingerprint

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "rt_canary_5d1f0c9e"
TOKEN = {"access_token": "at_1", "refresh_token": CANARY}
SEED = fingerprint("seed-1")


@pytest.fixture
def store(tmp_path: Path) -> TokenStore:
    clock = ManualClock(datetime(2026, 11, 15, 6, tzinfo=UTC))
    return TokenStore(tmp_path / "klaviyo" / "token.json", clock)


def test_a_saved_token_is_loaded(store: TokenStore) -> None:
    store.save(TOKEN, SEED)

    assert store.load(SEED) == TOKEN


def test_without_a_file_there_is_no_token(store: TokenStore) -> None:
    assert store.load(SEED) is None


def test_the_last_token_wins(store: TokenStore) -> None:
    store.save(TOKEN, SEED)
    store.save({"access_token": "at_2"}, SEED)

    assert store.load(SEED) == {"access_token": "at_2"}


def test_a_newer_seed_of_the_operator_wins(store: TokenStore) -> None:
    """A new credential in the configuration must not be shadowed by an old file."""
    store.save(TOKEN, SEED)

    assert store.load(fingerprint("seed-2")) is None


def test_the_seed_itself_is_not_kept(store: TokenStore) -> None:
    store.save(TOKEN, fingerprint("operator-seed-canary"))

    assert "operator-seed-canary" not in store.path.read_text()


def test_the_file_says_when_it_was_saved(store: TokenStore) -> None:
    store.save(TOKEN, SEED)

    saved_at = json.loads(store.path.read_text())["saved_at"]
    assert saved_at == "2026-11-15T06:00:00+00:00"


def test_the_file_is_readable_by_its_owner_only(store: TokenStore) -> None:
    before = os.umask(0)
    try:
        store.save(TOKEN, SEED)
    finally:
        os.umask(before)

    assert store.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644, 0o660, 0o777])
def test_a_file_others_can_reach_is_refused(store: TokenStore, mode: int) -> None:
    store.save(TOKEN, SEED)
    store.path.chmod(mode)

    with pytest.raises(SettingsError, match="others can read") as caught:
        store.load(SEED)

    assert "chmod 600" in caught.value.next_step


def test_a_link_is_refused(store: TokenStore, tmp_path: Path) -> None:
    store.save(TOKEN, SEED)
    elsewhere = store.path.rename(tmp_path / "elsewhere.json")
    store.path.symlink_to(elsewhere)

    with pytest.raises(SettingsError, match="not a plain file"):
        store.load(SEED)


def test_another_users_file_is_refused(
    store: TokenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(TOKEN, SEED)
    monkeypatch.setattr(os, "geteuid", lambda: store.path.stat().st_uid + 1)

    with pytest.raises(SettingsError, match="not a plain file of this user"):
        store.load(SEED)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        f'{{"version": 1, "token": {{"refresh_token": "{CANARY}'.encode(),
        b"[]",
        b"{}",
        b'{"version": 2, "token": {}}',
        b'{"version": 1, "token": "t"}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
    ids=lambda content: repr(content[:32]),
)
def test_a_damaged_file_is_named_and_not_quoted(
    store: TokenStore, content: bytes
) -> None:
    """Starting afresh would use up the seed; the operator has to decide."""
    store.save(TOKEN, SEED)
    store.path.write_bytes(content)

    with pytest.raises(TapError, match="token store is damaged") as caught:
        store.load(SEED)

    assert caught.value.exit_code is ExitCode.STORAGE
    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_folder_that_is_a_file_is_a_storage_error(
    store: TokenStore, tmp_path: Path
) -> None:
    (tmp_path / "klaviyo").write_text("")

    with pytest.raises(TapError) as caught:
        store.load(SEED)

    assert caught.value.exit_code is ExitCode.STORAGE


@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_failed_save_leaves_the_old_token(
    store: TokenStore, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    store.save(TOKEN, SEED)

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(
            *((os, "fsync") if step == "fsync" else ("pathlib.Path.replace",)), full
        )
        with pytest.raises(TapError, match="No space left") as caught:
            store.save({"access_token": "at_2"}, SEED)

    assert caught.value.exit_code is ExitCode.STORAGE
    assert store.load(SEED) == TOKEN
    assert [path.name for path in store.path.parent.iterdir()] == ["token.json"]


def test_what_a_killed_writer_left_is_removed(store: TokenStore) -> None:
    """It holds a token, and nobody will ever use it."""
    store.save(TOKEN, SEED)
    left = store.path.with_name(".token.json.x7k2")
    left.write_text(CANARY)

    with store.locked():
        assert not left.exists()

    assert store.load(SEED) == TOKEN


STORE = """
import sys
from datetime import UTC, datetime
from tap_kit.clock import ManualClock
from tap_kit.tokens import TokenStore, fingerprint

store = TokenStore(sys.argv[1], ManualClock(datetime(2026, 11, 15, tzinfo=UTC)))
seed = fingerprint("seed-1")
"""
REFRESHER = f"""{STORE}
print("ready", flush=True)
sys.stdin.readline()
for _ in range(20):
    with store.locked():
        token = store.load(seed) or {{"refreshed": 0}}
        store.save({{"refreshed": token["refreshed"] + 1}}, seed)
"""
HOLDER = f"""{STORE}
with store.locked():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_processes_do_not_refresh_at_once(store: TokenStore) -> None:
    """Each refresh builds on the one before: a lost one would show in the count."""
    command = [sys.executable, "-c", REFRESHER, str(store.path)]
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as one,
        subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as two,
    ):
        ready = [run.stdout.readline() for run in (one, two) if run.stdout]
        for run in (one, two):
            assert run.stdin is not None
            run.stdin.write("go\n")
            run.stdin.flush()
        codes = [run.wait(timeout=60) for run in (one, two)]

    assert (ready, codes) == (["ready\n"] * 2, [0, 0])
    assert store.load(SEED) == {"refreshed": 40}


def test_a_killed_process_lets_go_of_the_lock(store: TokenStore) -> None:
    command = [sys.executable, "-c", HOLDER, str(store.path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.kill()
        holder.wait(timeout=60)

    with store.locked():
        store.save(TOKEN, SEED)
    assert store.load(SEED) == TOKEN


def test_fingerprints_tell_seeds_apart_and_hide_them() -> None:
    assert fingerprint("a") == fingerprint("a")
    assert fingerprint("a") != fingerprint("b")
    assert "operator" not in fingerprint("operator")


def test_the_repr_names_the_file_only(store: TokenStore) -> None:
    store.save(TOKEN, SEED)

    assert repr(store) == f"TokenStore({str(store.path)!r})"
