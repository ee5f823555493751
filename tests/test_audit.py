"""Known weaknesses are found, by pip-audit itself; who cannot tell is not believed."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from typing_extensions import override

from tools import audit
from tools.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN = {"jinja2==2.4.1": "PYSEC-2014-8"}


@dataclass
class Advisories:
    """An OSV server on loopback. https://google.github.io/osv.dev/post-v1-query/."""

    weak: dict[str, str] = field(default_factory=lambda: dict(KNOWN))
    asked: list[str] = field(default_factory=list)

    def answer(self, query: dict[str, Any]) -> dict[str, Any]:
        pin = f"{query['package']['name']}=={query['version']}"
        self.asked.append(pin)
        if pin not in self.weak:
            return {}
        package = {"name": query["package"]["name"], "ecosystem": "PyPI"}
        return {"vulns": [{"id": self.weak[pin], "affected": [{"package": package}]}]}


@contextmanager
def serving(advisories: Advisories) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = json.loads(self.rfile.read(int(self.headers["content-length"])))
            body = json.dumps(advisories.answer(query)).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def advisories(monkeypatch: pytest.MonkeyPatch) -> Iterator[Advisories]:
    assert audit.PIP_AUDIT.exists(), "it is missing; next: make test, which brings it"
    found = Advisories()
    monkeypatch.setenv("PIP_AUDIT_VULNERABILITY_SERVICE", "osv")
    with serving(found) as url:
        monkeypatch.setenv("PIP_AUDIT_OSV_URL", url)
        yield found


@pytest.fixture
def pins(tmp_path, monkeypatch):
    """A repository that pins what the test says."""
    monkeypatch.setattr(audit, "ROOT", tmp_path)
    return (tmp_path / "constraints.txt").write_text


def test_a_weakness_is_found_whatever_python_a_version_is_for(advisories, pins, capsys):
    advisories.weak["numpy==9.1"] = "PYSEC-2030-1"
    pins("flask==3.1\nnumpy==9.0 ; python_full_version < '3'\nnumpy==9.1 # new\n")

    assert audit.main(["--if-reachable"]) == 1

    out, err = capsys.readouterr()
    assert err == "numpy==9.1 is weak: PYSEC-2030-1\n"
    assert out == "3 pinned versions asked about, 1 refused.\n"
    assert sorted(advisories.asked[1:]) == ["flask==3.1", "numpy==9.0", "numpy==9.1"]


def test_versions_without_a_known_weakness_pass(advisories, pins, capsys):
    pins("flask==3.1\n")

    assert audit.main([]) == 0
    assert capsys.readouterr().out == "1 pinned versions asked about, 0 refused.\n"
    assert advisories.asked == ["jinja2==2.4.1", "flask==3.1"]


def test_a_service_without_advisories_is_told_aloud(advisories, pins, capsys):
    advisories.weak.clear()
    pins("flask==3.1\n")

    assert audit.main(["--if-reachable"]) == 0

    said = capsys.readouterr().err
    assert "NOT CHECKED: whether pinned versions have known weaknesses" in said
    assert "it knows no weakness of jinja2==2.4.1" in said


def test_a_service_that_is_away_ends_the_audit(advisories, pins, capsys, monkeypatch):
    """Unless whoever asks says that it need not be there."""
    with serving(advisories) as gone:
        pass
    monkeypatch.setenv("PIP_AUDIT_OSV_URL", gone)
    pins("flask==3.1\n")

    assert audit.main([]) == 1
    assert "NOT CHECKED" in capsys.readouterr().err


def test_a_line_that_pins_nothing_ends_the_audit(pins, capsys):
    pins("flask>=3\n")

    assert audit.main(["--if-reachable"]) == 1
    assert capsys.readouterr().err == (
        "The audit gave no answer: `flask>=3` in constraints.txt pins no version\n"
    )


def said(*pins: str, weak: bool = False) -> audit.Answer:
    return audit.Answer({pins[0]: ["X"]} if weak else {}, [], len(pins))


def test_a_version_that_the_service_does_not_know_is_refused(monkeypatch, capsys):
    skipped = {"name": "ours", "skip_reason": "Dependency not found on PyPI"}
    known = {"name": "flask", "version": "3.1", "vulns": []}
    answers = [
        said(audit.CANARY, weak=True),
        audit.answer_of({"dependencies": [skipped, known]}),
    ]
    monkeypatch.setattr(audit, "_ask", lambda pins: answers.pop(0) if pins else None)
    monkeypatch.setattr(audit, "pinned", lambda _: ["ours==1", "flask==3.1"])

    assert audit.main(["--if-reachable"]) == 1
    assert capsys.readouterr() == (
        "1 pinned versions asked about, 1 refused.\n",
        "ours is not known to the service\n",
    )


@pytest.mark.parametrize(("comes_back", "code"), [(True, 1), (False, 0)])
def test_a_service_that_goes_away_midway_is_not_our_fault(
    monkeypatch, capsys, comes_back, code
):
    """But pip-audit failing before a service that answers is."""
    known = [said(audit.CANARY, weak=True)] * (2 if comes_back else 1)

    def ask(pins: list[str]) -> audit.Answer:
        if pins != [audit.CANARY] or not known:
            raise audit.BrokenError
        return known.pop()

    monkeypatch.setattr(audit, "_ask", ask)

    assert audit.main(["--if-reachable"]) == code
    assert ("NOT CHECKED" in capsys.readouterr().err) is (not comes_back)


def test_every_line_of_our_constraints_is_asked_about_once():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    rounds = audit.rounds(audit.pinned(text))

    assert sum(map(len, rounds)) == len(text.splitlines())
    for pins in rounds:
        names = [pin.partition("==")[0] for pin in pins]
        assert len(names) == len(set(names))
