"""What CI runs, in which order, and what it makes of a network that is closed."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tools.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SUMMARY = "==== 7 passed in 1s ===="
TOOLS = ("bash", "dirname", "grep", "id", "mktemp", "rm", "tail", "tee")
TARGETS = ["test", "lint", "types", "sql", "sbom", "audit AUDIT=--if-reachable"]
AXE = [".peers/axe/.done", "axe"]


@dataclass
class Machine:
    """A machine whose `make` and `npm` do as they are told, and write down what."""

    folder: Path

    def has(self, name: str, *fails: str, says: str = "") -> None:
        """Give it a program that fails when its first argument is one of `fails`."""
        cases = "".join(f"{each}) exit 1;; " for each in fails)
        program = self.folder / name
        program.write_text(
            f'#!/bin/bash\necho "$*" >> {self.folder}/{name}.log\n{says}\n'
            f'case "$1" in {cases}*) exit 0;; esac\n',
            encoding="utf-8",
        )
        program.chmod(0o755)

    def ci(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ROOT / ".ci/run"],
            env={"PATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )

    def made(self) -> list[str]:
        return (self.folder / "make.log").read_text("utf-8").splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / tool).symlink_to(found)
    (tmp_path / "env").symlink_to("/usr/bin/env")
    machine = Machine(tmp_path)
    for name in ("chromium", "node", "npm"):
        machine.has(name)
    machine.has("make", says=f'echo "{SUMMARY}"')
    return machine


def test_the_tests_come_first_and_their_summary_last(machine: Machine):
    done = machine.ci()

    assert done.returncode == 0, done.stderr
    assert machine.made() == [*TARGETS, *AXE]
    assert done.stdout.splitlines()[-1] == SUMMARY
    assert "NOT CHECKED" not in done.stderr


@pytest.mark.parametrize("target", ["test", "types", "sbom", "audit", "axe"])
def test_one_that_fails_stops_no_other_and_fails_all(machine: Machine, target: str):
    machine.has("make", target, says=f'echo "{SUMMARY}"')

    done = machine.ci()

    assert done.returncode == 1
    assert machine.made() == [*TARGETS, *AXE]
    assert done.stdout.splitlines()[-1] == SUMMARY


def test_a_registry_that_is_away_is_told_aloud_and_fails_nothing(machine: Machine):
    machine.has("make", AXE[0], says=f'echo "{SUMMARY}"')
    machine.has("npm", "view")

    done = machine.ci()

    assert done.returncode == 0
    assert machine.made() == [*TARGETS, AXE[0]]
    assert "NOT CHECKED: whether the page is accessible" in done.stderr
    assert "npm's registry does not answer" in done.stderr


def test_an_install_that_fails_though_the_registry_answers_fails(machine: Machine):
    machine.has("make", *AXE, says=f'echo "{SUMMARY}"')

    done = machine.ci()

    assert done.returncode == 1
    assert "NOT CHECKED" not in done.stderr


@pytest.mark.parametrize("missing", ["node", "npm"])
def test_a_machine_without_node_is_told_aloud(machine: Machine, missing: str):
    (machine.folder / missing).unlink()

    done = machine.ci()

    assert done.returncode == 0
    assert machine.made() == TARGETS
    assert "there is no Node" in done.stderr
