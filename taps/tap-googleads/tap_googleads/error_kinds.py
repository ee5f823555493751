"""How a row of the error table knows its answer, and the kinds of rows there are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tap_googleads.answers import codes, detail, oauth_error, retry_delay
from tap_kit.errors import Action, ErrorRule, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import Response


def code(family: str, *names: str) -> Callable[[Response], bool]:
    """Match answers by an error's family and name."""
    wanted = {f"{family}.{name}" for name in names}
    return lambda response: bool(wanted.intersection(codes(response)))


def family(name: str) -> Callable[[Response], bool]:
    """Match answers by the family of an error alone."""
    start = f"{name}."
    return lambda response: any(found.startswith(start) for found in codes(response))


def oauth(*words: str) -> Callable[[Response], bool]:
    """Match answers of the token endpoint by their word."""
    return lambda response: not response.ok and oauth_error(response) in words


rule = partial(ErrorRule, detail=detail)
fatal = partial(rule, action=Action.FATAL)
auth = partial(fatal, exit_code=ExitCode.AUTH)
usage = partial(fatal, exit_code=ExitCode.USAGE)
skip = partial(rule, action=Action.SKIP)
retry = partial(rule, action=Action.RETRY)
wait = partial(rule, action=Action.WAIT, wait=retry_delay)
shrink = partial(rule, action=Action.SHRINK)
