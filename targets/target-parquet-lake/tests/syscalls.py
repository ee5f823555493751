"""Makes the n-th call of a child to the kernel fail, whichever library makes it.

Linux asks a supervisor before it does what a process wants of the disk (seccomp, user
notification: https://docs.kernel.org/userspace-api/seccomp_filter.html). The calls of
delta-rs, Arrow, DuckDB and Python are thus counted alike and fail alike: once, from
then on, or by SIGKILL in the call.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import select
import signal
import socket
import struct
from dataclasses import dataclass, field
from pathlib import Path

ONCE, FROM, DIE = "once", "from", "die"
_BY_HANDLE = {"read", "write", "pread", "pwrite", "fsync", "fdatasync", "ftruncate"}
_PATH_AT = {"openat": 1, "mkdir": 0, "rename": 0, "link": 0, "unlink": 0, "rmdir": 0}
_PATH_AT |= dict.fromkeys(("mkdirat", "renameat", "renameat2", "linkat", "unlinkat"), 1)
_SECOND_AT = {"rename": 1, "link": 1, "renameat": 3, "renameat2": 3, "linkat": 3}
_NUMBERS = {
    "x86_64": (
        0xC000003E,
        317,
        {
            "read": 0,
            "write": 1,
            "pread": 17,
            "pwrite": 18,
            "fsync": 74,
            "fdatasync": 75,
            "ftruncate": 77,
            "openat": 257,
            "mkdir": 83,
            "rename": 82,
            "link": 86,
            "unlink": 87,
            "rmdir": 84,
            "mkdirat": 258,
            "renameat": 264,
            "renameat2": 316,
            "linkat": 265,
            "unlinkat": 263,
        },
    ),
    "aarch64": (
        0xC00000B7,
        277,
        {
            "read": 63,
            "write": 64,
            "pread": 67,
            "pwrite": 68,
            "fsync": 82,
            "fdatasync": 83,
            "ftruncate": 46,
            "openat": 56,
            "mkdirat": 34,
            "renameat": 38,
            "renameat2": 276,
            "linkat": 37,
            "unlinkat": 35,
        },
    ),
}
_ARCH, _SECCOMP, _CALLS = _NUMBERS[platform.machine()]
_NAMES = {number: name for name, number in _CALLS.items()}
_NO_NEW_PRIVILEGES, _SET_FILTER, _NEW_LISTENER = 38, 1, 8
_ALLOW, _ASK, _GO_ON = 0x7FFF0000, 0x7FC00000, 1
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_ASKED, _ANSWER = "=QIIiIQ6Q", "=QqiI"


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def submit(channel: socket.socket) -> None:
    """Have this process, and all it starts, ask before it touches the disk.

    Args:
        channel: Where the supervisor gets its end.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    step = struct.Struct("=HBBI")
    numbers = sorted(_CALLS.values())
    code = [step.pack(_LOAD, 0, 0, 4), step.pack(_EQUAL, 0, len(numbers) + 1, _ARCH)]
    code.append(step.pack(_LOAD, 0, 0, 0))
    for i, number in enumerate(numbers):
        code.append(step.pack(_EQUAL, len(numbers) - i, 0, number))
    code += [step.pack(_RETURN, 0, 0, _ALLOW), step.pack(_RETURN, 0, 0, _ASK)]
    text = ctypes.create_string_buffer(b"".join(code))
    program = _Program(len(code), ctypes.addressof(text))
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    listener = libc.syscall(_SECCOMP, _SET_FILTER, _NEW_LISTENER, ctypes.byref(program))
    if listener < 0:
        raise OSError(ctypes.get_errno(), "seccomp is not allowed here")
    socket.send_fds(channel, [b"."], [listener])
    os.close(listener)


def changes(name: str, arguments: list[int]) -> bool:
    """Whether a call may change what stands on the disk."""
    if name == "openat":
        return bool(arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return name not in {"read", "pread", "fsync", "fdatasync"}


@dataclass
class Supervisor:
    """Answers a child's questions.

    Args:
        pid: The child.
        channel: Where its end comes from.
        places: Only calls about files whose path begins so are counted.
        at: The step that fails, from 1; 0 only counts.
        mode: `once`, `from` or `die`.
        error: What a call fails with.
        reads: Whether calls that change nothing count too.
    """

    pid: int
    channel: socket.socket
    places: list[str]
    at: int = 0
    mode: str = ONCE
    error: str = "EIO"
    reads: bool = True
    steps: list[str] = field(default_factory=list)

    def serve(self) -> None:
        """Answer until the child has ended."""
        _, (listener, *_), *_ = socket.recv_fds(self.channel, 1, 1)
        child = os.pidfd_open(self.pid)
        while True:
            ready, _, _ = select.select([listener, child], [], [])
            if child in ready:
                break
            self._answer(listener)
        os.close(child)
        os.close(listener)

    def _answer(self, listener: int) -> None:
        asked = bytearray(struct.calcsize(_ASKED))
        try:
            fcntl.ioctl(listener, _RECEIVE, asked)
            number, thread, _, call, _, _, *arguments = struct.unpack(_ASKED, asked)
            fails = self._fails(thread, _NAMES[call], arguments)
            reply = (-getattr(errno, self.error), 0) if fails else (0, _GO_ON)
            answer = struct.pack(_ANSWER, number, 0, *reply)
            fcntl.ioctl(listener, _SEND, bytearray(answer))
        except OSError as error:
            # The thread that asked is gone: it was interrupted, or killed.
            if error.errno not in {errno.ENOENT, errno.EINTR, errno.ESRCH}:
                raise

    def _fails(self, thread: int, name: str, arguments: list[int]) -> bool:
        path = self._path(thread, name, arguments)
        if not (
            path.startswith(tuple(self.places))
            and (self.reads or changes(name, arguments))
        ):
            return False
        more = self._second(thread, name, arguments)
        name = "create" if name == "openat" and changes(name, arguments) else name
        self.steps.append(f"{name} {path}{more}")
        number = len(self.steps)
        hit = number == self.at or (self.mode == FROM and 0 < self.at < number)
        if hit and self.mode == DIE:
            os.kill(self.pid, signal.SIGKILL)
        return hit

    def _path(self, thread: int, name: str, arguments: list[int]) -> str:
        if name not in _BY_HANDLE:
            return self._text(thread, arguments[_PATH_AT[name]])
        try:
            return str(Path(f"/proc/{thread}/fd/{arguments[0]}").readlink())
        except OSError:
            return ""

    def _second(self, thread: int, name: str, arguments: list[int]) -> str:
        if name not in _SECOND_AT:
            return ""
        return " " + self._text(thread, arguments[_SECOND_AT[name]])

    def _text(self, thread: int, address: int) -> str:
        try:
            with Path(f"/proc/{thread}/mem").open("rb", buffering=0) as memory:
                memory.seek(address)
                return memory.read(4096).split(b"\0")[0].decode()
        except OSError:
            return ""
