"""The sandbox starts, answers, and never outlives us.

Most tests put a tiny stand-in for the package on PYTHONPATH, so that they can make it
misbehave; the last one asks the real one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from datetime import UTC, datetime

import pytest
import requests

from tap_kit import sandbox as sandbox_module
from tap_kit.errors import ExitCode, SettingsError, TapError
from tap_kit.sandbox import Sandbox

SERVE = textwrap.dedent("""
    import json, sys
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
    from threading import Thread
    from urllib.parse import urlsplit

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = json.dumps({"path": self.path, "arguments": sys.argv[1:]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"url": f"http://127.0.0.1:{server.server_port}"}), flush=True)
    sys.stdin.read()
""")


def is_listening(url):
    try:
        return requests.get(url, timeout=5).ok
    except requests.ConnectionError:
        return False


def test_each_source_has_its_own_place(stand_in):
    stand_in(SERVE)

    with Sandbox(seed=7) as sandbox:
        url = sandbox.url("openmeteo")
        answer = requests.get(f"{url}/api/v1/forecast", timeout=10).json()

    assert url.startswith("http://127.0.0.1:")
    assert answer["path"] == "/openmeteo/api/v1/forecast"


def test_it_is_asked_to_serve_on_a_free_port_and_to_end_with_us(stand_in):
    stand_in(SERVE)

    with Sandbox(seed=42) as sandbox:
        arguments = requests.get(sandbox.url("x"), timeout=10).json()["arguments"]

    assert arguments == ["serve", "--port", "0", "--seed", "42", "--exit-on-stdin-eof"]


def test_it_is_told_the_time_of_the_run(stand_in):
    stand_in(SERVE)

    with Sandbox(now=datetime(2026, 11, 15, 6, tzinfo=UTC)) as sandbox:
        arguments = requests.get(sandbox.url("x"), timeout=10).json()["arguments"]

    assert arguments[-3:-1] == ["--now", "2026-11-15T06:00:00+00:00"]


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(SettingsError, match="no time zone"):
        Sandbox(now=datetime(2026, 11, 15, 6))  # noqa: DTZ001 that is the point


def test_after_the_with_it_is_gone(stand_in):
    stand_in(SERVE)

    with Sandbox() as sandbox:
        url = sandbox.url("openmeteo")
        assert is_listening(url)

    assert not is_listening(url)
    with pytest.raises(TapError, match="not running"):
        sandbox.url("openmeteo")


def test_it_is_gone_after_an_error_too(stand_in):
    stand_in(SERVE)
    urls = []

    def run():
        with Sandbox() as sandbox:
            urls.append(sandbox.url("openmeteo"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run()

    assert not is_listening(urls[0])


def test_it_can_be_started_again(stand_in):
    stand_in(SERVE)
    sandbox = Sandbox()

    for _ in range(2):
        with sandbox:
            assert is_listening(sandbox.url("openmeteo"))


def test_it_does_not_outlive_a_killed_parent(stand_in, tmp_path, monkeypatch):
    """`kill -9` runs no clean-up: the pipe to its standard input is what ends it."""
    stand_in("import os; alive = open(os.environ['ALIVE'], 'w')" + SERVE)
    os.mkfifo(tmp_path / "alive")
    monkeypatch.setenv("ALIVE", str(tmp_path / "alive"))
    program = """
from tap_kit.sandbox import Sandbox
with Sandbox() as sandbox:
    print(sandbox.url("openmeteo"), flush=True)
    input()
"""
    with (
        subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as parent,
        (tmp_path / "alive").open(encoding="utf-8") as alive,
    ):
        url = parent.stdout.readline().decode().strip()
        assert is_listening(url)
        parent.kill()

        assert alive.read() == ""  # It returns when the sandbox has ended.

    assert not is_listening(url)


def test_it_does_not_hear_our_interrupts(stand_in):
    """Ctrl-C reaches a whole group: it must still answer our last requests."""
    stand_in(SERVE.replace("sys.argv[1:]", "__import__('os').getpgid(0)"))

    with Sandbox() as sandbox:
        group = requests.get(sandbox.url("x"), timeout=10).json()["arguments"]

    assert group != os.getpgid(0)


def test_what_lies_in_the_current_folder_is_not_run(stand_in, tmp_path, monkeypatch):
    stand_in(SERVE)
    hostile = tmp_path / "downloads"
    hostile.mkdir()
    (hostile / "wv_sandbox.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.chdir(hostile)

    with Sandbox() as sandbox:
        assert is_listening(sandbox.url("openmeteo"))


def test_a_sandbox_that_is_not_installed_is_said_with_the_next_step(monkeypatch):
    monkeypatch.setattr(sandbox_module, "_MODULE", "wv_sandbox_of_nowhere")

    with pytest.raises(SettingsError) as caught, Sandbox():
        pass

    assert caught.value.exit_code is ExitCode.USAGE
    assert "wv_sandbox_of_nowhere is not installed" in str(caught.value)
    assert "or set the credentials" in str(caught.value)


def test_a_package_that_cannot_be_run_counts_as_not_installed(stand_in, tmp_path):
    stand_in(SERVE)
    (tmp_path / "wv_sandbox" / "__main__.py").unlink()

    with pytest.raises(SettingsError, match="is not installed"), Sandbox():
        pass


def test_a_sandbox_that_does_not_want_to_end_is_killed(stand_in, monkeypatch):
    """First its input ends, then it is told, then it is killed."""
    monkeypatch.setattr(sandbox_module, "_STOP_SECONDS", 0.05)
    stand_in(
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
        + SERVE.replace("sys.stdin.read()", "while True: signal.pause()")
    )

    with Sandbox() as sandbox:
        url = sandbox.url("openmeteo")
        assert is_listening(url)

    assert not is_listening(url)


def test_the_real_one_serves_the_same_weather_for_the_same_seed():
    """All sides speak: our command line, its line of JSON, its paths and its end."""
    now = datetime(2026, 11, 15, 6, tzinfo=UTC)
    query = {"latitude": 52.5, "longitude": 13.5, "hourly": "temperature_2m"}

    def weather(seed):
        with Sandbox(seed=seed, now=now) as sandbox:
            url = f"{sandbox.url('openmeteo')}/api/v1/forecast"
            answer = requests.get(url, params=query, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.json()["hourly"]

    first, again, other = weather(1), weather(1), weather(2)

    assert first["time"][0] == "2026-11-15T00:00"
    assert first == again
    assert first["time"] == other["time"]
    assert first["temperature_2m"] != other["temperature_2m"]
