"""The commands of `wv`, and how their help says that they may end."""

from __future__ import annotations

import re

import click

from wv.cli import cli


def leaves(group=cli, path=()):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name), command


LEAVES = dict(leaves())


def endings(path):
    """The exit codes that a command's help names."""
    block = LEAVES[path].epilog.split("Exit codes:\n")[1].split("\n\n")[0]
    return {int(code) for code in re.findall(r"^ +(\d+) ", block, re.MULTILINE)}
