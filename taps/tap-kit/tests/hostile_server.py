"""A server on loopback that breaks the rules, byte by byte, on request."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

DRIP_SECONDS = 0.02
_MISSING = (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",)


@dataclass(frozen=True)
class Seen:
    """A request as it came in."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class Peer:
    """The other end, as a script may treat it."""

    def __init__(self, sock: socket.socket, stop: threading.Event) -> None:
        self.sock = sock
        self._stop = stop

    def close(self) -> None:
        """End the connection in good manners."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()

    def reset(self) -> None:
        """End the connection with a TCP reset."""
        at_once = struct.pack("ii", 1, 0)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        os.close(self.sock.detach())  # The reader holds the socket open otherwise.

    def hold(self) -> None:
        """Say nothing more until the other end goes."""
        while not self._stop.is_set() and self.sock.recv(1 << 16):
            pass

    def drip(self, data: bytes) -> None:
        """Send byte after byte, each well before any read timeout."""
        for byte in data:
            if self._stop.wait(DRIP_SECONDS):
                return
            self.sock.sendall(bytes([byte]))

    def flood(self, data: bytes) -> None:
        """Send the same for ever."""
        while not self._stop.is_set():
            self.sock.sendall(data)


@dataclass
class HostileServer:
    """Serves scripts: bytes are sent as they are, functions do things to the peer.

    Args:
        tls: Speaks TLS with this.
        manners: `mute` reads and never says a word, not even a handshake; `sips` shakes
            hands and then reads little by little, without an answer.
    """

    tls: ssl.SSLContext | None = None
    manners: Literal["polite", "mute", "sips"] = "polite"
    connections: int = 0
    requests: list[Seen] = field(default_factory=list)
    _scripts: dict[str, tuple[bytes | Callable[[Peer], None], ...]] = field(
        default_factory=dict
    )

    def __enter__(self) -> Self:
        self._stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stop.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in self._open:
            with contextlib.suppress(OSError):
                # Below TLS: above it a thread that reads would find no session.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for sock in self._open:
            sock.close()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http{'s' if self.tls else ''}://{self.host}"

    def serve(self, path: str, *script: bytes | Callable[[Peer], None]) -> str:
        """Answer a path by a script; return its URL."""
        self._scripts[path] = script
        return f"{self.url}{path}"

    def answer(
        self,
        path: str,
        body: bytes = b"",
        *headers: str,
        status: str = "200 OK",
        length: int | None = None,
    ) -> str:
        """Answer a path by a message with a Content-Length; return its URL."""
        size = len(body) if length is None else length
        head = self.head(*headers, f"Content-Length: {size}", status=status)
        return self.serve(path, head + body)

    @staticmethod
    def head(*headers: str, status: str = "200 OK") -> bytes:
        """Return the head of a message."""
        lines = [f"HTTP/1.1 {status}", *headers, "", ""]
        return "\r\n".join(lines).encode("latin-1")

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(sock)
            self._threads.append(threading.Thread(target=self._talk, args=(sock,)))
            self._threads[-1].start()

    def _talk(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError):  # The other end may go at any time.
            if self.manners == "mute":
                Peer(sock, self._stop).hold()
            if self.tls:
                sock = self.tls.wrap_socket(sock, server_side=True)
                self._open.append(sock)
            while self.manners == "sips" and not self._stop.wait(DRIP_SECONDS):
                sock.recv(1 << 12)
            for seen in () if self._stop.is_set() else _read_requests(sock):
                self.requests.append(seen)
                peer = Peer(sock, self._stop)
                for part in self._scripts.get(seen.target.partition("?")[0], _MISSING):
                    part(peer) if callable(part) else sock.sendall(part)


def _read_requests(sock: socket.socket) -> Iterator[Seen]:
    """Yield one request after the other from a kept connection."""
    with sock.makefile("rb") as file:
        while line := file.readline().decode("latin-1"):
            method, target, _ = line.split(" ")
            headers = {}
            while header := file.readline().decode("latin-1").strip():
                name, _, value = header.partition(":")
                headers[name.lower()] = value.strip()
            body = file.read(int(headers.get("content-length", 0)))
            yield Seen(method, target, headers, body)
