"""What the pages tell to run and to open is there: commands, options, jobs, links."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
import yaml

from target_parquet_lake.target import TargetParquetLake
from tests.pages import SHELLS, pages
from tools.house import ROOT, tap_rooms
from wv.cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tests.pages import Page

PAGES = pages("*.md")
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
PROGRAMS: dict[str, click.Command] = {
    "wv": cli,
    "target-parquet-lake": TargetParquetLake.cli,
    **{room.name: room.tap_class.cli for room in tap_rooms()},
}
PLACEHOLDERS = {"tap-x": "tap-openmeteo"}
"""What stands for any of ours in an example."""
PROJECT = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"(?m)^([a-z]+):", MAKEFILE))
MELTANO = {"run", "schedule", "config", "install", "invoke", "state"}


def unknown(command: click.Command, words: Sequence[str]) -> list[str]:
    """The words that a command of ours does not know."""
    context = click.Context(command)
    wrong: list[str] = []
    for word in words:
        name = word.strip("[]").partition("=")[0]
        if name.startswith("-"):
            known = {o for p in command.get_params(context) for o in p.opts}
            wrong += [] if name in known else [word]
        elif isinstance(command, click.Group):
            found = command.get_command(context, name)
            if found is None:
                return [*wrong, word]
            command = found
    return wrong


def unknown_to_meltano(words: Sequence[str], environments: set[str]) -> list[str]:
    """The plugins, jobs, schedules and environments that the project lacks."""
    names = [word for word in words if not word.startswith("-")]
    wrong = [
        word
        for word in words
        if word.startswith("--environment=")
        and word.partition("=")[2] not in {*environments, "$shop"}
    ]
    match names:
        case ["run", *tasks]:
            return wrong + [task for task in tasks if task not in RUNNABLE]
        case ["schedule", "run", *schedules]:
            known = {schedule["name"] for schedule in PROJECT["schedules"]}
            return wrong + [name for name in schedules if name not in known]
        case _:
            return wrong + [name for name in names[:1] if name not in MELTANO]


def runnable() -> Iterable[str]:
    """What may stand behind `meltano run`."""
    for plugins in PROJECT["plugins"].values():
        for plugin in plugins:
            yield plugin["name"]
            yield from (f"{plugin['name']}:{c}" for c in plugin.get("commands", ()))
    yield from (job["name"] for job in PROJECT["jobs"])


RUNNABLE = set(runnable())


def unknown_to_python(words: Sequence[str]) -> list[str]:
    """The module or script that is not there.

    Raises:
        SyntaxError: What `-c` is given is no Python.
    """
    match words:
        case ["-c", program]:
            ast.parse(program)
            return []
        case ["-m", module, *_]:
            return [] if importlib.util.find_spec(module) else [module]
        case [script, *_]:
            return [] if (ROOT / script).is_file() else [script]
        case _:
            return []


def environments(page: Page) -> set[str]:
    """The environments of the project, and those that a page's example adds."""
    examples = [yaml.safe_load(block) for block in page.blocks("yaml")]
    named = [PROJECT, *(example for example in examples if isinstance(example, dict))]
    return {e["name"] for project in named for e in project.get("environments", ())}


def wrong_in(page: Page) -> dict[str, list[str]]:
    """The commands of a page that would not run, with what they name in vain."""
    judges: dict[str, Callable[[Sequence[str]], list[str]]] = {
        "make": lambda words: [word for word in words if word not in TARGETS],
        "meltano": lambda words: unknown_to_meltano(words, environments(page)),
        "python": unknown_to_python,
    }
    found = {}
    for name, *words in page.commands:
        if name in judges:
            wrong = judges[name](words)
        elif program := PROGRAMS.get(PLACEHOLDERS.get(name, name)):
            wrong = unknown(program, words)
        else:
            continue
        if wrong:
            found[" ".join([name, *words])] = wrong
    return found


@each_page
def test_every_command_and_option_exists(page: Page):
    assert wrong_in(page) == {}


def test_the_pages_tell_of_every_kind_of_command():
    """A reader that finds no command would find no wrong one either."""
    told = [(name, *words[:1]) for page in PAGES for name, *words in page.commands]

    assert {("wv", "plan"), ("make", "demo"), ("meltano", "run")} <= set(told)
    assert {("python", "-m"), ("tap-klaviyo", "--config")} <= set(told)


@pytest.mark.parametrize(
    "command",
    [
        "wv lake lost",
        "wv plan --fast",
        "make coffee",
        "meltano run tap-x",
        "meltano schedule run never",
        "meltano --environment=moon run shop",
        "python -m wv_transforms_of_old",
        "tap-klaviyo --nothing",
    ],
)
def test_a_command_that_does_not_exist_is_found(tmp_path: Path, command: str):
    page = type(PAGES[0])(tmp_path / "page.md")
    page.path.write_text(f"# Page\n```sh\n{command} | cat\n```\n", encoding="utf-8")

    assert list(wrong_in(page)) == [command]


@each_page
def test_every_link_leads_somewhere(page: Page):
    broken = []
    for path, anchor in page.links:
        target = (page.path.parent / path).resolve() if path else page.path
        if not target.exists():
            broken.append(path)
        elif anchor and anchor not in type(page)(target).anchors:
            broken.append(f"{path}#{anchor}")

    assert not broken


def test_every_how_to_is_in_the_list():
    index = next(page for page in PAGES if page.name == "docs/README.md")
    linked = {Path(path) for path, _ in index.links}

    written = {page.path.name for page in pages("docs/*.md")} - {"README.md"}
    assert written == {p.name for p in linked if p.parent == Path()}


@each_page
def test_no_example_writes_the_state_it_reads(page: Page):
    """A shell empties the file before the tap can read it."""
    lines = [line for block in page.blocks(*SHELLS) for line in block.splitlines()]

    assert not [line for line in lines if re.search(r"--state (\S+).*> \1(\s|$)", line)]
