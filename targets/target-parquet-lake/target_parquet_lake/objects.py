"""Places in an object store (`s3://bucket/prefix`), used like paths.

What the lake does with a file of its own, a commit it looks at, a summary, a marker, it
does by the object store of delta-rs, with the same credentials as the tables: the usual
`AWS_*` variables, or `storage_options`. An object appears whole or not at all and is
kept once it is there, so nothing is synced; there are no locks, so a commit counts on
the store's conditional put.
"""

from __future__ import annotations

from os import stat_result
from pathlib import Path, PosixPath
from typing import TYPE_CHECKING, Any

from deltalake.fs import DeltaStorageHandler
from pyarrow import fs
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike

_MARK = "://"


class Store:
    """One root in an object store.

    Args:
        root: Its URI.
        options: Options of delta-rs, e.g. `AWS_ENDPOINT_URL`; what is not given comes
            from the environment.
    """

    def __init__(self, root: str, options: Mapping[str, str]) -> None:
        self.root = root
        self.options = dict(options)
        self._handler: DeltaStorageHandler | None = None

    @property
    def handler(self) -> DeltaStorageHandler:
        """The store's file system, for pyarrow."""
        if self._handler is None:
            self._handler = DeltaStorageHandler(self.root, self.options)
        return self._handler

    def filesystem(self) -> fs.FileSystem:
        """The store as pyarrow reads it; paths are below the root."""
        return fs.PyFileSystem(self.handler)

    def put(self, key: str, data: bytes) -> None:
        """Write an object whole."""
        # Not by pyarrow's stream, which hands over buffers that delta-rs refuses.
        stream = self.handler._handler.open_output_stream(key, None)  # noqa: SLF001 - as above.
        stream.write(data)
        stream.close()  # type: ignore[attr-defined] # The stub lacks it.


_stores: dict[str, Store] = {}


class ObjectPath(PosixPath):
    """A place below a root that `place` was told.

    The methods that the lake uses do what those of a path do; folders need not be made.
    """

    @override
    def __str__(self) -> str:
        return super().__str__().replace(":/", _MARK, 1)

    @override
    def __fspath__(self) -> str:
        return str(self)

    @property
    def store(self) -> Store:
        """The store it lies in."""
        text = str(self)
        roots = (r for r in _stores if text == r or text.startswith(f"{r}/"))
        return _stores[max(roots, key=len)]

    @property
    def key(self) -> str:
        """Its path below the root."""
        return str(self)[len(self.store.root) + 1 :]

    @override
    def resolve(self, strict: bool = False) -> ObjectPath:
        return self

    def _info(self) -> fs.FileInfo:
        [info] = self.store.handler.get_file_info([self.key])
        return info

    def _inside(self) -> list[fs.FileInfo]:
        selector = fs.FileSelector(self.key, allow_not_found=True)
        return list(self.store.filesystem().get_file_info(selector))

    @override
    def is_file(self, **_options: Any) -> bool:
        return bool(self._info().type == fs.FileType.File)

    @override
    def is_dir(self, **_options: Any) -> bool:
        return bool(self._inside())

    @override
    def exists(self, **_options: Any) -> bool:
        return self.is_file() or self.is_dir()

    @override
    def is_symlink(self) -> bool:
        return False

    @override
    def iterdir(self) -> Iterator[ObjectPath]:  # type: ignore[override] # Python 3.11 types it as this class.
        return (self / info.base_name for info in self._inside())

    @override
    def stat(self, **_options: Any) -> stat_result:
        size = int(self._info().size or 0)
        return stat_result((0, 0, 0, 0, 0, 0, size, 0, 0, 0))

    @override
    def read_bytes(self) -> bytes:
        if not self.is_file():
            raise FileNotFoundError(2, "there is no such object", str(self))
        with self.store.filesystem().open_input_file(self.key) as stream:
            return bytes(stream.read())

    @override
    def read_text(
        self, encoding: str | None = None, *_more: Any, **_options: Any
    ) -> str:
        return self.read_bytes().decode(encoding or "utf-8")

    @override
    def write_bytes(self, data: bytes) -> int:  # type: ignore[override] # Bytes are all it is given.
        self.store.put(self.key, data)
        return len(data)

    @override
    def rename(self, target: str | PathLike[str]) -> ObjectPath:
        place = ObjectPath(target)
        self.store.filesystem().move(self.key, place.key)
        return place

    @override
    def unlink(self, missing_ok: bool = False) -> None:
        if not missing_ok or self.is_file():
            self.store.filesystem().delete_file(self.key)


def place(root: str | PathLike[str], options: Mapping[str, str] | None = None) -> Path:
    """A root as a path: a folder of this machine, or a place in an object store.

    Args:
        root: A folder, or a URI such as `s3://bucket/prefix`.
        options: Options of delta-rs for the object store; without them, those that
            this process has used for the same root.
    """
    text = str(root)
    if _MARK not in text:
        return Path(root).expanduser().resolve()
    path = ObjectPath(text)
    if options is not None or str(path) not in _stores:
        _stores[str(path)] = Store(str(path), options or {})
    return path


def storage_options(path: Path) -> dict[str, str] | None:
    """What deltalake needs to open a table at a place; None for a local folder."""
    return path.store.options if isinstance(path, ObjectPath) else None


def filesystem_of(path: Path) -> tuple[fs.FileSystem, str]:
    """How pyarrow reads below a place: a file system, and the place's path in it."""
    if isinstance(path, ObjectPath):
        return path.store.filesystem(), path.key
    return fs.LocalFileSystem(), str(path)
