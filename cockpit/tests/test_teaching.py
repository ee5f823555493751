"""Help teaches: short lines, examples that stand, and how a command may end."""

from __future__ import annotations

import re
import shlex

import click
import pytest
from cockpit_tests_endings import LEAVES, endings

from wv.cli import cli
from wv.console import EXIT_CODES
from wv.teaching import ALWAYS, taught

EACH = pytest.mark.parametrize("path", LEAVES, ids=" ".join)


@pytest.mark.parametrize("group", [(), ("lake",), ("state",), ("dlq",)], ids=" ".join)
def test_no_line_of_a_list_of_commands_is_cut_off(wv, group):
    out = wv(*group, "--help")[1]

    assert "..." not in out[out.index("Commands:") :].split("\n\n")[0]


@EACH
def test_every_command_shows_examples_that_stand(path):
    """Each names options that there are."""
    epilog = LEAVES[path].epilog
    examples = epilog.split("Examples:\n")[1].split("\n\n")[0].splitlines()
    mine = [line for line in examples if f"wv {' '.join(path)}" in line]

    assert mine
    known = {name for each in LEAVES[path].params for name in each.opts}
    for line in mine:
        words = shlex.split(line.split("wv ", 1)[1].split(" | ")[0])
        assert {word for word in words if word.startswith("-")} <= known, line


@EACH
def test_every_command_says_how_it_may_end(path):
    assert endings(path) >= set(ALWAYS)


def test_the_codes_are_told_in_the_words_of_all(wv):
    out = wv("gate", "--help")[1]

    told = dict(re.findall(r"^ +(\d+)  (.+)$", out, re.MULTILINE))
    assert {int(code): what for code, what in told.items()}.items() <= dict(
        EXIT_CODES
    ).items()


def test_an_epilog_keeps_its_lines():
    command = click.Command("x", epilog=taught("wv x", ends=(7,), then="wv y"))

    text = command.get_help(click.Context(command))

    assert "  Examples:\n    wv x\n" in text
    assert "      7  the disk or the lake is not usable\n" in text
    assert text.endswith("  Next:\n    wv y")


def test_all_commands_are_leaves_or_groups():
    assert len(LEAVES) > len(cli.list_commands(click.Context(cli)))
