"""A small file is the old one or the new one, whatever breaks in between."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tap_kit import atomic
from tap_kit.atomic import locked, read_json, write_json
from tap_kit.errors import ExitCode, TapError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "x.json"


def test_what_is_written_is_read(path):
    write_json(path, {"a": [1, "é"]})

    assert read_json(path) == {"a": [1, "é"]}


def test_only_the_owner_may_read_it(path):
    write_json(path, {})

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_no_file_is_none(path):
    assert read_json(path) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b"null", b"\xff\xfe\x00", b"\x00" * 10, b"[" * 200_000],
)
def test_a_file_with_something_else_is_refused(path, content):
    write_json(path, {})
    path.write_bytes(content)

    with pytest.raises(ValueError, match=r"."):
        read_json(path)


STEPS = ["mkstemp", "write", "fsync", "rename", "folder"]


def break_at(monkeypatch, step):
    """Let one step of a write fail as a full or dying disk would."""

    def fail(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    places = {
        "mkstemp": (atomic.tempfile, "mkstemp"),
        "write": (atomic.os, "fdopen"),
        "fsync": (atomic.os, "fsync"),
        "rename": (Path, "replace"),
        "folder": (atomic, "_sync_folder"),
    }
    monkeypatch.setattr(*places[step], fail)


@pytest.mark.parametrize("step", STEPS)
def test_a_fault_at_any_step_leaves_old_or_new_and_no_rest(monkeypatch, path, step):
    write_json(path, {"version": "old"})

    with monkeypatch.context() as patch:
        break_at(patch, step)
        with pytest.raises(TapError) as caught:
            write_json(path, {"version": "new"})

    assert caught.value.exit_code is ExitCode.STORAGE
    assert "cannot write x.json: No space left on device" in str(caught.value)
    assert "state_dir" in caught.value.next_step
    expected = "new" if step == "folder" else "old"
    assert read_json(path) == {"version": expected}
    assert [p.name for p in path.parent.iterdir()] == ["x.json"]


def test_a_full_disk_in_truth(path):
    """A process that may write no byte more gets the same error, and no half file."""
    write_json(path, {"version": "old"})
    program = f"""
import resource, signal
from pathlib import Path
from tap_kit.atomic import write_json
from tap_kit.errors import TapError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
try:
    write_json(Path({str(path)!r}), {{"version": "new" * 1000}})
except TapError as error:
    print(int(error.exit_code))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout == "7\n"
    assert read_json(path) == {"version": "old"}
    assert [p.name for p in path.parent.iterdir()] == ["x.json"]


def test_an_interrupt_leaves_no_rest(monkeypatch, path):
    write_json(path, {"version": "old"})

    def interrupt(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_json(path, {"version": "new"})

    assert [p.name for p in path.parent.iterdir()] == ["x.json"]


@pytest.mark.parametrize("call", [read_json, lambda path: locked(path).__enter__()])
def test_a_folder_that_is_no_folder_is_said(tmp_path, call):
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(TapError) as caught:
        call(tmp_path / "file" / "x.json")

    assert caught.value.exit_code is ExitCode.STORAGE


def test_what_is_no_json_never_reaches_the_disk(path):
    write_json(path, {"version": "old"})

    with pytest.raises(TypeError):
        write_json(path, {"version": object()})

    assert read_json(path) == {"version": "old"}


def test_threads_take_turns(path):
    """Read, add one, write: without the lock some additions would be lost."""
    write_json(path, {"n": 0})

    def add():
        for _ in range(20):
            with locked(path):
                write_json(path, {"n": read_json(path)["n"] + 1})

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert read_json(path) == {"n": 80}


def test_processes_take_turns(path):
    write_json(path, {"n": 0})
    program = f"""
from pathlib import Path
from tap_kit.atomic import locked, read_json, write_json
path = Path({str(path)!r})
for _ in range(50):
    with locked(path):
        write_json(path, {{"n": read_json(path)["n"] + 1}})
"""
    processes = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(2)]

    assert [process.wait(60) for process in processes] == [0, 0]
    assert read_json(path) == {"n": 100}


def test_a_lock_ends_with_its_process(path):
    """`kill -9` must not keep the next run out."""
    program = f"""
import os, signal
from pathlib import Path
from tap_kit.atomic import locked
with locked(Path({str(path)!r})):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    process = subprocess.run([sys.executable, "-c", program], check=False)
    assert process.returncode == -9

    with locked(path):
        assert os.path.exists(f"{path}.lock")  # noqa: PTH110 a name beside the path


def test_the_lock_is_free_after_an_error(path):
    with pytest.raises(json.JSONDecodeError), locked(path):
        json.loads("{")

    with locked(path):
        assert read_json(path) is None
