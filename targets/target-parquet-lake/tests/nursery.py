"""Starts targets in processes of their own without paying for their imports each time.

It imports the target once, uses nothing of it, and forks a child for each request. A
child is a real process with its own standard streams: it can be signalled, limited and
killed.

Requests, one JSON line each: `{"run": {"arguments", "stdin", "stdout", "stderr",
"before"}}` answers the child's pid; `{"wait": pid, "kill_after": seconds}` answers its
exit code, negative for the signal that killed it: SIGKILL when it took longer.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from typing import Any

from target_parquet_lake.target import TargetParquetLake


class NoPandas:
    """An installed target has no pandas; where one is at hand, pyarrow takes long to
    load it.
    """

    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ImportError(name)


sys.meta_path.insert(0, NoPandas())


def child(run: dict[str, Any]) -> None:
    flags = (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_TRUNC] * 2)
    names = ("stdin", "stdout", "stderr")
    for number, (name, flag) in enumerate(zip(names, flags, strict=True)):
        os.dup2(os.open(run[name], flag, 0o644), number)
    exec(run["before"], {})  # noqa: S102 - a test limits its own process.
    TargetParquetLake.cli.main(run["arguments"])


def end(pid: int, kill_after: float | None) -> int:
    handle = os.pidfd_open(pid)
    if kill_after is not None and not select.select([handle], [], [], kill_after)[0]:
        signal.pidfd_send_signal(handle, signal.SIGKILL)
    os.close(handle)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def main() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        if "wait" in request:
            answer(end(request["wait"], request.get("kill_after")))
            continue
        pid = os.fork()
        if pid == 0:
            child(request["run"])
        answer(pid)


if __name__ == "__main__":
    main()
