"""Ask before reading: the operator's own command sees the plan and may say no."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from tap_kit.errors import ApprovalRefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STDERR = 2


def ask(
    command: Sequence[str] | None, plan: Mapping[str, Any], *, timeout_seconds: float
) -> None:
    """Give the operator's command the plan, and go on only if it exits with 0.

    The plan arrives as one JSON object on its standard input. What the command prints
    goes to standard error, because standard output belongs to Singer; it may talk to a
    person through `/dev/tty`. Silence, a crash and a missing command mean no.

    Args:
        command: Program and arguments, run without a shell; None asks nobody.
        plan: What the run is about to do. It must hold no secret.
        timeout_seconds: How long the command may think [s].

    Raises:
        ApprovalRefusedError: It said no, or could not be asked.
    """
    if command is None:
        return
    objection = _objection(command, plan, timeout_seconds)
    if objection:
        what = f"the run was not approved ({objection})"
        step = "see what the command printed above; nothing was read"
        where = f"approval_command {command[0] if command else ''}".strip()
        raise ApprovalRefusedError(what, where=where, next_step=step)


def _objection(
    command: Sequence[str], plan: Mapping[str, Any], timeout_seconds: float
) -> str:
    """Say why not; empty for a yes."""
    if not command:
        return "it is empty"
    try:
        answer = subprocess.run(  # noqa: S603 the operator's own command, no shell
            command,
            input=json.dumps(plan, sort_keys=True).encode(),
            # Inherited, not piped: a grandchild that holds a pipe open would hold us.
            stdout=_STDERR,
            timeout=timeout_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {timeout_seconds:g} s"
    except (OSError, ValueError) as error:  # ValueError: NUL in an argument.
        return f"cannot be run: {getattr(error, 'strerror', None) or error}"
    if answer.returncode < 0:
        return f"ended by signal {-answer.returncode}"
    return f"exit code {answer.returncode}" if answer.returncode else ""
