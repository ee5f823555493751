"""What the pages call by name exists: settings, streams, exit codes, messages."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tap_kit.errors import ExitCode
from tap_kit.runs import ConnectorRunsStream
from target_parquet_lake.errors import ExitCode as LakeExitCode
from tests.pages import coded, pages
from tools.house import ROOT, SDK_ONLY, tap_rooms
from tools.write_meltano import plugins
from wv.console import EXIT_CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pages import Page

PAGES = pages("README.md", "docs/*.md", "taps/*/README.md", "targets/*/README.md")
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
SETTINGS = {name: {**own} for name, own in plugins().items()}
STREAMS = {
    room.name: {*room.tap_class(config={}, validate_config=False).streams}
    | {ConnectorRunsStream.name}
    for room in tap_rooms()
}
ROOMS = ("taps", "targets", "transforms", "cockpit", "sandbox", "schemas", "tools")
NAME = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")
VARIABLE = re.compile(r"[A-Z]+(?:_[A-Z0-9]+)+(?==|$)")
TROUBLE = next(page for page in PAGES if page.name == "docs/troubleshooting.md")


def named(page: Page) -> Iterator[tuple[str, str]]:
    """The plugin and the word of each cell that is about a plugin's own."""
    for head, *rows in page.tables:
        for row in rows:
            for title, cell in zip(head, row, strict=True):
                if title in SETTINGS:
                    yield from ((title, word) for word in coded(cell))
            first = "".join(coded(row[0]))
            if first in SETTINGS and head[1] == "setting":
                yield from ((first, word) for word in coded(row[1]))


@each_page
def test_tables_name_settings_and_streams_of_their_plugin(page: Page):
    wrong = [
        f"{plugin}: {word}"
        for plugin, word in named(page)
        if word not in SETTINGS[plugin] and word not in STREAMS.get(plugin, ())
    ]

    assert not wrong


def test_the_migration_pages_have_such_tables():
    found = {plugin for page in PAGES for plugin, _ in named(page)}

    assert found >= {room.name for room in tap_rooms()}


@pytest.mark.parametrize("plugin", SETTINGS)
def test_a_plugin_has_the_settings_that_its_readme_lists(plugin: str):
    page = next(p for p in PAGES if p.path.parent.name == plugin)
    listed = {
        word
        for head, *rows in page.tables
        if head[0] == "setting"
        for row in rows
        for word in coded(row[0])
    }

    assert listed
    assert not listed - SETTINGS[plugin].keys() - SDK_ONLY


def test_lookbacks_are_told_as_they_are():
    page = next(page for page in PAGES if page.name == "docs/incremental.md")
    [table] = [t for t in page.tables if t[0][:3] == ["tap", "setting", "default"]]
    told = {
        coded(tap)[0]: (coded(setting)[0], default)
        for tap, setting, default, _ in table[1:]
    }

    assert told.keys() == {room.name for room in tap_rooms()}
    for tap, (setting, text) in told.items():
        default = SETTINGS[tap][setting].get("default")
        assert text == f"{default} days" or (default is None and "account" in text)


def configurations(page: Page) -> Iterator[tuple[str, dict[str, Any]]]:
    """The plugin and the settings of each example of settings."""
    for block in page.blocks("json"):
        if '"type":' not in block:
            yield page.path.parent.name, json.loads(block)
    for block in page.blocks("yaml"):
        for environment in (yaml.safe_load(block) or {}).get("environments", ()):
            for listed in environment["config"]["plugins"].values():
                yield from ((p["name"], p["config"]) for p in listed)


@each_page
def test_examples_of_settings_set_what_can_be_set(page: Page):
    wrong = {
        plugin: sorted(config.keys() - SETTINGS[plugin].keys())
        for plugin, config in configurations(page)
        if config.keys() - SETTINGS[plugin].keys()
    }

    assert not wrong


@cache
def source() -> str:
    """All that is written in the rooms but their pages."""
    listed = subprocess.run(
        ["git", "ls-files", "-zco", "--exclude-standard", *ROOMS, "Makefile"],  # noqa: S607  # git is what a checkout has.
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    ends = (".py", ".sql", ".yml", ".yaml", ".toml", "Makefile", ".gaql", ".graphql")
    paths = {ROOT / name for name in listed.stdout.split("\0") if name.endswith(ends)}
    return "\n".join(path.read_text("utf-8") for path in paths if path.is_file())


@pytest.mark.parametrize("page", pages("docs/*.md"), ids=lambda page: page.name)
def test_a_word_of_the_code_occurs_in_the_code(page: Page):
    """Whatever it is, a column, a variable, a scope: a new name would be found here."""
    derived = {
        f"{plugin}_{setting}".replace("-", "_").upper()
        for plugin, settings in SETTINGS.items()
        for setting in settings
    }
    words = {
        word
        for code in coded(page.prose)
        for pattern in (NAME, VARIABLE)
        for word in pattern.findall(code)
    }

    written = re.findall(r"\w+", source())
    known = {*written, *(word.lstrip("_") for word in written)} | derived
    assert not words - known


def test_each_exit_code_is_told_for_those_that_end_with_it():
    codes = {
        "taps": {int(code) for code in ExitCode},
        "target": {int(code) for code in LakeExitCode},
        "wv": {code for code, _ in EXIT_CODES},
    }
    told: dict[str, set[int]] = {name: {0} for name in codes}
    table = next(t for t in TROUBLE.tables if t[0][0] == "code")
    for code, programs, _ in table[1:]:
        for name in codes if programs == "all" else programs.split(", "):
            told[name].add(int(code))

    assert told == codes


def texts(tree: ast.AST) -> Iterator[str]:
    """The texts of a module, with `…` for what is put into them."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)):
                yield re.sub(r"%[\d,.]*[sdr]", "…", text)
            case ast.JoinedStr(values=values):
                yield "".join(
                    str(v.value) if isinstance(v, ast.Constant) else "…" for v in values
                )


def messages() -> str:
    """Every text in the code of the rooms that run."""
    modules = [
        path
        for room in ("taps", "targets", "transforms", "cockpit")
        for path in (ROOT / room).rglob("*.py")
        if "tests" not in path.parts
    ]
    return "\n".join(
        text
        for path in modules
        for text in texts(ast.parse(path.read_text(encoding="utf-8")))
    ).casefold()


def test_the_messages_quoted_are_those_of_the_code():
    said = messages()
    quoted = [row[0] for t in TROUBLE.tables if t[0][0] == "message" for row in t[1:]]

    assert quoted
    assert not [text for text in quoted if text.casefold() not in said]
