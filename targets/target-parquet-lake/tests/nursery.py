"""Starts targets in processes of their own without paying for their imports each time.

It imports the target once, uses nothing of it, and forks a child for each request. A
child is a real process with its own standard streams: it can be signalled, limited and
killed.

Requests, one JSON line each: `{"run": {"arguments", "stdin", "stdout", "stderr",
"before", "fault"}}` answers the child's pid; `{"wait": pid, "kill_after": seconds}`
answers its exit code, negative for the signal that killed it: SIGKILL when it took
longer. A `fault` is that of syscalls.py, and its child must be waited for next;
`{"steps": pid}` answers which steps it took.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
from typing import Any

from syscalls import Supervisor, submit

from target_parquet_lake.target import TargetParquetLake


class NoPandas:
    """An installed target has no pandas; where one is at hand, pyarrow takes long to
    load it.
    """

    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ImportError(name)


sys.meta_path.insert(0, NoPandas())


def child(run: dict[str, Any], channel: socket.socket | None) -> None:
    flags = (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_TRUNC] * 2)
    names = ("stdin", "stdout", "stderr")
    for number, (name, flag) in enumerate(zip(names, flags, strict=True)):
        os.dup2(os.open(run[name], flag, 0o644), number)
    if channel is not None:
        submit(channel)
    exec(run["before"], {})  # noqa: S102 - a test limits its own process.
    TargetParquetLake.cli.main(run["arguments"])


def end(pid: int, kill_after: float | None) -> int:
    handle = os.pidfd_open(pid)
    if kill_after is not None and not select.select([handle], [], [], kill_after)[0]:
        signal.pidfd_send_signal(handle, signal.SIGKILL)
    os.close(handle)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def answer(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def begin(run: dict[str, Any], watched: dict[int, Supervisor]) -> int:
    fault = run.get("fault")
    ours, theirs = socket.socketpair() if fault else (None, None)
    pid = os.fork()
    if pid == 0:
        child(run, theirs)
    if fault:
        theirs.close()
        watched[pid] = Supervisor(pid, ours, **fault)
    return pid


def main() -> None:
    watched: dict[int, Supervisor] = {}
    for line in sys.stdin:
        match json.loads(line):
            case {"run": run}:
                answer(begin(run, watched))
            case {"wait": pid, **more}:
                if pid in watched:
                    watched[pid].serve()
                answer(end(pid, more.get("kill_after")))
            case {"steps": pid}:
                answer(watched.pop(pid).steps)


if __name__ == "__main__":
    main()
