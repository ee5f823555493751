"""Commands that are imported when asked for: `wv doctor` must not wait for SQL."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Mapping


class Place(NamedTuple):
    """Where a command lies, `module:name`, and what help says of it in one line."""

    where: str
    short_help: str


class LazyGroup(click.Group):
    """A group of commands by the place of each, in the order of help."""

    def __init__(self, *, places: Mapping[str, Place], **options: Any) -> None:  # noqa: ANN401 - click's own.
        super().__init__(**options)
        self._places = dict(places)

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self._places]

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = self._places.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.where.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    @override
    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(n, p.short_help) for n, p in self._places.items()])

    @override
    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            name = error.command_name  # The nearest is looked for among all places.
            raise click.NoSuchCommand(
                name, possibilities=[*self._places], ctx=ctx
            ) from None
