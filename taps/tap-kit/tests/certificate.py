"""A self-signed certificate for loopback, made on the spot.

So no private key lies in the repository, and no program is needed that may be missing.
ECDSA on P-256 (FIPS 186-4), X.509 in DER (RFC 5280); good for tests only.
"""

from __future__ import annotations

import hashlib
import secrets
import ssl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
Point = tuple[int, int] | None
INTEGER, BITS, OCTETS, OID, UTF8, SEQUENCE, SET = 2, 3, 4, 6, 12, 48, 49
GENERALIZED_TIME, TRUE = 24, b"\x01\x01\xff"


def write_certificate(folder: Path) -> Path:
    """Write key and certificate for 127.0.0.1 and localhost into one PEM file."""
    key = secrets.randbelow(N - 1) + 1
    certificate = _certificate(key)
    path = folder / "loopback.pem"
    private = _der(
        SEQUENCE,
        _integer(1),
        _der(OCTETS, key.to_bytes(32, "big")),
        _der(0xA0, _oid(1, 2, 840, 10045, 3, 1, 7)),
    )
    pem = ssl.DER_cert_to_PEM_cert
    label = "EC PRIVATE KEY"
    text = pem(certificate) + pem(private).replace("CERTIFICATE", label)
    path.write_text(text)
    return path


def _certificate(key: int) -> bytes:
    algorithm = _der(SEQUENCE, _oid(1, 2, 840, 10045, 4, 3, 2))
    name = _der(
        SEQUENCE,
        _der(SET, _der(SEQUENCE, _oid(2, 5, 4, 3), _der(UTF8, b"loopback test"))),
    )
    years = (b"20200101000000Z", b"21200101000000Z")
    x, y = _multiply(key, G) or (0, 0)
    point = b"\0\4" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
    curve = _der(
        SEQUENCE, _oid(1, 2, 840, 10045, 2, 1), _oid(1, 2, 840, 10045, 3, 1, 7)
    )
    body = _der(
        SEQUENCE,
        _der(0xA0, _integer(2)),
        _integer(secrets.randbits(64) + 1),
        algorithm,
        name,
        _der(SEQUENCE, *(_der(GENERALIZED_TIME, year) for year in years)),
        name,
        _der(SEQUENCE, curve, _der(BITS, point)),
        _der(0xA3, _der(SEQUENCE, *_extensions(point))),
    )
    return _der(SEQUENCE, body, algorithm, _der(BITS, b"\0" + _sign(key, body)))


def _extensions(point: bytes) -> list[bytes]:
    """Name the hosts; the rest is what strict verification asks of a root."""
    identifier = hashlib.sha256(point).digest()[:20]
    names = _der(0x82, b"localhost") + _der(0x87, bytes([127, 0, 0, 1]))
    wanted = (
        (14, b"", _der(OCTETS, identifier)),
        (15, TRUE, _der(BITS, b"\x02\x84")),
        (17, b"", _der(SEQUENCE, names)),
        (19, TRUE, _der(SEQUENCE, TRUE)),
    )
    return [
        _der(SEQUENCE, _oid(2, 5, 29, number), critical, _der(OCTETS, value))
        for number, critical, value in wanted
    ]


def _sign(key: int, message: bytes) -> bytes:
    digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
    nonce = secrets.randbelow(N - 1) + 1
    r = (_multiply(nonce, G) or (0, 0))[0] % N
    s = pow(nonce, -1, N) * (digest + r * key) % N
    return _der(SEQUENCE, _integer(r), _integer(s))


def _multiply(times: int, point: Point) -> Point:
    total: Point = None
    while times:
        if times & 1:
            total = _add(total, point)
        point, times = _add(point, point), times >> 1
    return total


def _add(a: Point, b: Point) -> Point:
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    if a == b:
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def _der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 | len(length)]) + length + content


def _integer(value: int) -> bytes:
    return _der(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _oid(first: int, second: int, *rest: int) -> bytes:
    encoded = bytearray([40 * first + second])
    for number in rest:
        groups = [number & 127]
        while number := number >> 7:
            groups.append(number & 127 | 128)
        encoded += bytes(reversed(groups))
    return _der(OID, bytes(encoded))
