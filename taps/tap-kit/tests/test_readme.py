"""The README's tables say what the code does."""

from __future__ import annotations

import re
from pathlib import Path
from pkgutil import iter_modules

import tap_kit
from tap_kit.errors import Action, ExitCode
from tap_kit.settings import KIT_SETTINGS

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading, without its head."""
    section = README.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in lines[2:]]


def test_every_exit_code_stands_there():
    documented = [(int(code), name) for code, name, _ in rows("Exit codes")]

    assert documented == [(int(code), code.name) for code in ExitCode]


def test_every_action_stands_there_with_its_error_and_exit_code():
    documented = rows("What an error asks of us")

    assert [(action, error) for action, error, _, _ in documented] == [
        (action.name, action.value.__name__) for action in Action
    ]
    for (*_, otherwise), action in zip(documented, Action, strict=True):
        assert f"exit {int(action.value.default_exit_code)}" in otherwise


def test_every_common_setting_stands_there_with_its_default():
    documented = {
        name: default for name, default, _ in rows("Settings that all taps share")
    }

    assert list(documented) == [setting.name for setting in KIT_SETTINGS]
    for setting in KIT_SETTINGS:
        if setting.default is not None:
            assert documented[setting.name].lower() == str(setting.default).lower()


def test_every_module_stands_there():
    documented = {
        name for modules, _ in rows("Modules") for name in re.findall(r"\w+", modules)
    }

    assert documented == {found.name for found in iter_modules(tap_kit.__path__)}
