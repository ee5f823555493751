"""Servers that break the rules, taps to run against them, and a command to call."""

from __future__ import annotations

import signal
import ssl
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tap_kit.clock import ManualClock
from tap_kit.http import SafeSession
from tests.beside import load_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


_servers, _certificates, _toys, _things, *_ = load_beside(
    __file__,
    "tap_kit",
    *("hostile_server", "certificate", "toys", "things"),
    *("any_record", "events", "orders", "zoo"),
)


@pytest.fixture
def server() -> Iterator[Any]:
    with _servers.HostileServer() as running:
        yield running


@pytest.fixture
def other_server() -> Iterator[Any]:
    """Another origin: same address, another port."""
    with _servers.HostileServer() as running:
        yield running


@pytest.fixture
def mute_server() -> Iterator[Any]:
    with _servers.HostileServer(manners="mute") as running:
        yield running


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for loopback with its key, made for this run."""
    path: Path = _certificates.write_certificate(tmp_path_factory.mktemp("tls"))
    return path


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def tls_server(tls: ssl.SSLContext) -> Iterator[Any]:
    with _servers.HostileServer(tls=tls) as running:
        yield running


@pytest.fixture
def sipping_server(tls: ssl.SSLContext) -> Iterator[Any]:
    """Takes a request little by little."""
    with _servers.HostileServer(tls=tls, manners="sips") as running:
        yield running


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Keep the machine's own proxies and certificates out of the tests."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NETRC"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.fixture
def trusted(certificate: Path, environment: pytest.MonkeyPatch) -> None:
    """Trust the self-signed certificate the way an operator would."""
    environment.setenv("REQUESTS_CA_BUNDLE", str(certificate))


@pytest.fixture
def make_session(
    environment: pytest.MonkeyPatch,  # noqa: ARG001 wanted for its effect
) -> Iterator[Callable[..., SafeSession]]:
    """Make sessions that may talk to loopback."""
    made: list[SafeSession] = []

    def make(**options: Any) -> SafeSession:
        settings: dict[str, Any] = {
            "allowed_hosts": ["127.0.0.1"],
            "user_agent": "tap-test/1",
            "deadline_seconds": 30.0,
        }
        made.append(SafeSession(**settings | options))
        return made[-1]

    yield make
    for session in made:
        session.close()


@pytest.fixture
def session(make_session: Callable[..., SafeSession]) -> SafeSession:
    return make_session()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 15, 6, tzinfo=UTC))


@pytest.fixture
def api() -> Iterator[Any]:
    """A server that gives scripted answers."""
    running = _toys.Api()
    yield running
    running.close()


@pytest.fixture
def tap_toys(
    api: Any, clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """A tap that asks `api`."""
    monkeypatch.setattr(_toys.Toys, "heard", [])
    config = {"api_base_url": api.url, "state_dir": str(tmp_path)}
    with_clock = _toys.TapToys(config=config, clock=clock)
    yield with_clock
    with_clock.close()


@pytest.fixture
def make_toys(
    api: Any, clock: ManualClock, tmp_path: Path
) -> Iterator[Callable[..., Any]]:
    """Make further taps that ask `api`."""
    made: list[Any] = []

    def make(**config: str) -> Any:
        config = {"api_base_url": api.url, "state_dir": str(tmp_path / "of"), **config}
        made.append(_toys.TapToys(config=config, clock=clock))
        return made[-1]

    yield make
    for tap in made:
        tap.close()


@pytest.fixture
def tap_things(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run the command in this process; its exit code and its stdout."""

    def call(*args: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            _things.TapThings.cli(list(map(str, args)))
        return int(ended.value.code or 0), capsys.readouterr().out

    return call


@pytest.fixture
def quiet(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[pytest.LogCaptureFixture]:
    """The SDK sets hooks and handlers of the process; put them back."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(
        "singer_sdk.plugin_base._setup_console_logging", lambda **_: None
    )
    monkeypatch.setattr("logging.captureWarnings", lambda **_: None)
    before = {
        number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)
    }
    yield caplog
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Write a package of the sandbox's name that runs the given program."""

    def write(program: str) -> None:
        package = tmp_path / "wv_sandbox"
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(program, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    return write
