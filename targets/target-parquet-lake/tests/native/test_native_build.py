"""The compiled reader is built where a compiler can; without it all is as it was."""

from __future__ import annotations

import ctypes
import importlib.util
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from target_parquet_lake import lines
from target_parquet_lake.types import Kind

if TYPE_CHECKING:
    from types import ModuleType

HATCH_BUILD = Path(__file__).parents[2] / "hatch_build.py"
STRICT = ("-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Wpedantic", "-Werror")
C_TYPES = {"int32_t": ctypes.c_int32, "int64_t": ctypes.c_int64}
NUMBERS = {kind.name: value for kind, value in lines._KINDS.items()}
NUMBERS |= {"STRUCT": lines._STRUCT, "LIST": lines._LIST, "CONSTANT": lines._CONSTANT}


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """The build hook; what builds the distribution need not be installed here."""
    pytest.importorskip("hatchling", reason="hatchling is not installed here")
    spec = importlib.util.spec_from_file_location("lake_hatch_build", HATCH_BUILD)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def cc(monkeypatch: pytest.MonkeyPatch) -> str:
    """A C compiler, and no other one named."""
    monkeypatch.delenv("CC", raising=False)
    found = shutil.which("cc")
    if found is None:
        pytest.skip("there is no C compiler called cc")
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sources, alone."""
    return copied(tmp_path)


def copied(parent: Path) -> Path:
    made = parent / "native"
    made.mkdir()
    for name in lines.SOURCES:
        shutil.copy(lines.NATIVE / name, made)
    return made


@pytest.fixture(scope="module")
def built(hook: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled code, beside its sources."""
    made = copied(tmp_path_factory.mktemp("built"))
    if not hook.compiled(made):
        pytest.skip("there is no C compiler that makes it")
    return made / "lines.so"


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch):
    """Look for the compiled code at a place, by the sources of this installation."""

    def found(path: Path) -> ctypes.CDLL | None:
        monkeypatch.setattr(lines, "LIBRARY", path)
        return lines.library.__wrapped__()

    return found


@pytest.fixture
def header() -> str:
    """`columns.h` without its comments."""
    text = (lines.NATIVE / "columns.h").read_text()
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("flags", [(), ("-U__SSE2__",)], ids=["sse2", "portable"])
@pytest.mark.parametrize("level", ["-O0", "-O3"])
def test_the_sources_are_compiled_without_a_warning(cc, tmp_path, flags, level) -> None:
    source, made = lines.NATIVE / "lines.c", tmp_path / "lines.so"
    command = [cc, "-std=c11", "-fPIC", "-shared", level, *STRICT, *flags]
    command += ['-DSOURCES="any"', str(source), "-o", str(made)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("cc")
def test_it_is_built_beside_its_sources_and_nothing_else_is_left(hook, folder) -> None:
    assert hook.compiled(folder)
    assert {path.name for path in folder.iterdir()} == {*lines.SOURCES, "lines.so"}


def test_it_knows_the_sources_it_was_built_of(built, library) -> None:
    found = library(built)
    assert found is not None
    assert found.lines_sources().decode() == lines.fingerprint()


@pytest.mark.usefixtures("cc")
def test_a_new_build_takes_the_place_of_the_old_one(hook, folder, library) -> None:
    (folder / "lines.so").write_bytes(b"old")
    assert hook.compiled(folder)
    assert library(folder / "lines.so") is not None


def test_the_compiler_may_be_named_with_its_options(
    hook, folder, cc, monkeypatch
) -> None:
    monkeypatch.setenv("CC", f"'{cc}' -O0")
    assert hook.compiled(folder)


@pytest.mark.parametrize("compiler", ["no-compiler-of-this-name", "false", ""])
def test_without_a_compiler_that_works_all_is_as_it_was(
    hook, folder, monkeypatch, compiler
) -> None:
    monkeypatch.setenv("CC", compiler)
    (folder / "lines.so").write_bytes(b"old")
    assert not hook.compiled(folder)
    assert {path.name for path in folder.iterdir()} == {*lines.SOURCES, "lines.so"}
    assert (folder / "lines.so").read_bytes() == b"old"


@pytest.mark.usefixtures("cc")
def test_sources_that_are_no_c_leave_all_as_it_was(hook, folder) -> None:
    (folder / "lines.c").write_text("no C at all\n")
    assert not hook.compiled(folder)
    assert {path.name for path in folder.iterdir()} == set(lines.SOURCES)


@pytest.mark.parametrize("compiler", ["no-compiler-of-this-name", "false"])
def test_what_kept_it_from_being_built_is_told_with_what_that_means(
    hook, folder, monkeypatch, capfd, compiler
) -> None:
    monkeypatch.setenv("CC", compiler)
    hook.compiled(folder)
    told = capfd.readouterr()
    reason = "lines of records are not read by compiled code: "
    assert told.out == ""
    assert told.err.startswith(f"target-parquet-lake: {reason}")
    assert compiler in told.err.removeprefix(reason)


def built_wheel(hook: ModuleType, root: Path, target: str) -> dict[str, object]:
    data: dict[str, object] = {"artifacts": [], "pure_python": True}
    made = hook.CompileLines(str(root), {}, None, None, str(root), target)
    made.initialize("standard", data)
    return data


@pytest.fixture
def root(folder: Path, tmp_path: Path) -> Path:
    """A distribution of nothing but the sources."""
    package = tmp_path / "root" / "target_parquet_lake"
    package.mkdir(parents=True)
    folder.rename(package / "native")
    return package.parent


@pytest.mark.usefixtures("cc")
def test_a_wheel_with_compiled_code_is_one_of_its_platform(hook, root) -> None:
    data = built_wheel(hook, root, "wheel")
    assert data["artifacts"] == ["/target_parquet_lake/native/lines.so"]
    assert data["pure_python"] is False
    assert re.fullmatch(r"py3-none-\w+", str(data["tag"]))
    assert (root / "target_parquet_lake/native/lines.so").is_file()


def test_a_wheel_without_compiled_code_is_one_of_every_platform(
    hook, root, monkeypatch
) -> None:
    monkeypatch.setenv("CC", "false")
    data = built_wheel(hook, root, "wheel")
    assert data == {"artifacts": [], "pure_python": True}


def test_nothing_is_compiled_for_a_distribution_of_sources(hook, root) -> None:
    data = built_wheel(hook, root, "sdist")
    assert data == {"artifacts": [], "pure_python": True}
    assert not (root / "target_parquet_lake/native/lines.so").exists()


@pytest.mark.parametrize("name", lines.SOURCES)
def test_code_built_of_other_sources_is_not_used(
    built, folder, library, monkeypatch, name
) -> None:
    with (folder / name).open("a") as source:
        source.write("\n")
    monkeypatch.setattr(lines, "NATIVE", folder)
    assert library(built) is None


def test_a_file_that_is_no_library_is_not_used(library, tmp_path) -> None:
    (tmp_path / "lines.so").write_bytes(b"no library")
    assert library(tmp_path / "lines.so") is None


def test_a_library_of_something_else_is_not_used(library, cc, tmp_path) -> None:
    source, made = tmp_path / "other.c", tmp_path / "lines.so"
    source.write_text("int other(void) { return 0; }\n")
    subprocess.run([cc, "-fPIC", "-shared", str(source), "-o", str(made)], check=True)
    assert library(made) is None


def test_where_nothing_was_built_nothing_is_used(library, tmp_path) -> None:
    assert library(tmp_path / "lines.so") is None


def test_code_whose_sources_are_gone_is_not_used(
    built, library, monkeypatch, tmp_path
) -> None:
    monkeypatch.setattr(lines, "NATIVE", tmp_path)
    assert library(built) is None


@pytest.mark.usefixtures("cc")
def test_the_compiled_reader_is_there_where_there_is_a_compiler() -> None:
    assert lines.library() is not None, "Next: install target-parquet-lake again."


def test_what_builds_it_and_what_loads_it_know_the_same_sources(hook) -> None:
    assert hook.SOURCES == lines.SOURCES
    assert {path.name for path in lines.NATIVE.glob("*.[ch]")} == set(lines.SOURCES)


def test_kinds_have_the_same_numbers_in_c_and_in_python(header) -> None:
    names = re.search(r"enum kind \{(.*?)\}", header, re.DOTALL)
    assert names is not None
    numbers = {name.strip(): n for n, name in enumerate(names[1].split(","))}
    assert numbers == NUMBERS
    assert set(NUMBERS) >= {kind.name for kind in Kind if kind is not Kind.JSON}


def test_a_column_has_the_same_members_in_c_and_in_python(header) -> None:
    body = re.search(r"struct column \{(.*?)\}", header, re.DOTALL)
    assert body is not None
    members = re.findall(r"([\w ]+?)\s*(\**)(\w+);", body[1])
    written = [
        (name, 8 if star else ctypes.sizeof(C_TYPES[kind.strip()]))
        for kind, star, name in members
    ]
    described = [(name, ctypes.sizeof(kind)) for name, kind in lines._Column._fields_]
    assert described == written
