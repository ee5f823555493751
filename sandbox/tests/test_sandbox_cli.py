from __future__ import annotations

import io
import json
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest
import requests

from wv_sandbox import cli


@contextmanager
def running(*arguments: str):
    """Run the command as a user or a tap would."""
    process = subprocess.Popen(
        [sys.executable, "-m", "wv_sandbox", "serve", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())["url"]
        finally:
            process.kill()


def test_it_tells_its_url_serves_and_ends_with_its_input():
    with running(
        "--now", "2026-11-15T06:00:00Z", "--seed", "3", "--exit-on-stdin-eof"
    ) as (process, url):
        assert url.startswith("http://127.0.0.1:")
        now = requests.get(f"{url}/_sandbox/now", timeout=30).json()["now"]
        assert now.startswith("2026-11-15T06:00")
        answer = requests.get(
            f"{url}/openmeteo/api/v1/forecast",
            params={"latitude": 1, "longitude": 1, "hourly": "rain"},
            timeout=30,
        )
        assert answer.ok
        output, errors = process.communicate(timeout=30)
        assert process.returncode == 0
        assert (output, errors) == ("", "")


def test_without_that_option_an_ended_input_does_not_matter():
    with running() as (process, url):
        assert process.stdin is not None
        process.stdin.close()
        assert requests.get(f"{url}/_sandbox/now", timeout=30).ok
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) in {0, -signal.SIGTERM}


def test_a_taken_port_is_told_with_exit_2(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert cli.main(["serve", "--port", str(port)]) == 2
    assert f"Cannot listen on 127.0.0.1:{port}: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "required"),
        (["serve", "--now", "2026-11-15T06:00:00"], "has no time zone; add Z"),
        (
            ["serve", "--now", "soon"],
            "soon is no time; write it like 2026-11-15T06:00:00Z",
        ),
        (["serve", "--seed", "x"], "invalid int value"),
    ],
)
def test_wrong_arguments_exit_2(capsys, arguments, told):
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2
    assert told in capsys.readouterr().err


def test_the_end_of_input_ends_the_server():
    class Server:
        should_exit = False

    server = Server()
    cli._end_with(io.BytesIO(b"x" * 9000), server)
    assert server.should_exit


@pytest.mark.parametrize(
    "option", ["--exit-on-stdin-eof", "--now=2026-11-15T06:00:00Z"]
)
def test_main_serves_until_the_server_ends(capsys, monkeypatch, option):
    """In this process, for the lines a subprocess hides from coverage."""

    class Server:
        should_exit = False

        def run(self, sockets: list[socket.socket]) -> None:
            assert sockets[0].getsockname()[1] > 0

    class Input:
        buffer = io.BytesIO()

    monkeypatch.setattr(cli, "make_server", lambda _app: Server())
    monkeypatch.setattr(cli.sys, "stdin", Input())
    assert cli.main(["serve", option]) == 0
    assert json.loads(capsys.readouterr().out)["url"].startswith("http://127.0.0.1:")
