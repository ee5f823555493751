"""The command line teaches, and every ending has its exit code."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import click
import pytest

from target_parquet_lake.errors import DataError
from wv import console
from wv.cli import COMMANDS as PLACES
from wv.cli import cli

README = Path(__file__).parent.parent / "README.md"
WV = (sys.executable, "-m", "wv")


def commands(group=cli, path=()):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


COMMANDS = list(commands())
EACH = pytest.mark.parametrize(
    ("path", "command"), COMMANDS, ids=[" ".join(path) for path, _ in COMMANDS]
)


@EACH
def test_every_command_says_what_it_does(path, command):
    assert len(command.help) > 60, path


@EACH
def test_every_option_is_described(path, command):
    options = [each for each in command.params if isinstance(each, click.Option)]

    assert all(option.help for option in options), path


@EACH
def test_every_command_is_in_the_readme(path, command):
    readme = README.read_text(encoding="utf-8")
    options = [each for each in command.params if isinstance(each, click.Option)]

    assert f"wv {' '.join(path)}" in readme
    assert all(option.opts[-1] in readme for option in options)


@pytest.mark.parametrize("name", PLACES)
def test_help_says_of_a_command_what_it_says_of_itself(name):
    command = cli.get_command(click.Context(cli), name)

    assert command.get_short_help_str(limit=80) == PLACES[name].short_help


def test_help_imports_no_command():
    script = (
        "import sys; from wv.cli import cli; from wv.console import run;"
        "run(cli, ['--help']); print(sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert "'wv.lazy'" in done.stdout
    assert not re.search(r"'(wv\.doctor|pyarrow|duckdb|deltalake)'", done.stdout)


def test_help_lists_the_exit_codes(wv):
    code, out, _ = wv("--help")

    assert code == 0
    for number, meaning in console.EXIT_CODES:
        assert re.search(rf"^ +{number}  {re.escape(meaning)}$", out, re.MULTILINE)


def test_the_version_is_that_of_the_distribution(wv):
    assert wv("--version")[:2] == (0, "wv, version 0.1.0\n")


@pytest.mark.parametrize(
    "line", [["--nonsense"], ["repart"], ["report", "--cell"], ["lake", "show"]]
)
def test_a_wrong_command_line_is_exit_2(wv, line):
    code, out, err = wv(*line)

    assert (code, out) == (2, "")
    assert "Error" in err


def test_a_typo_is_answered_with_the_right_word(wv):
    assert "report" in wv("repart")[2]


def test_the_page_is_written_and_its_path_printed_last(wv, lake_root, tmp_path):
    out_file = tmp_path / "new" / "page.html"

    code, out, err = wv("report", "--lake-root", lake_root, "--out", out_file)

    assert (code, out) == (0, f"{out_file}\n")
    assert out_file.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert re.fullmatch(r"Wrote 6 places, \d+ kB\.\n", err)


def test_quiet_leaves_only_the_path(wv, lake_root, tmp_path):
    out_file = tmp_path / "page.html"

    code, out, err = wv("report", "-q", "--lake-root", lake_root, "--out", out_file)

    assert (code, out, err) == (0, f"{out_file}\n", "")


def test_the_default_lead_is_new_york(wv, lake_root, tmp_path):
    out_file = tmp_path / "page.html"
    wv("report", "--lake-root", lake_root, "--out", out_file)

    assert first_place(out_file) == "New York"


@pytest.mark.parametrize("wanted", ["Berlin", "bErLiN", "u33db"])
def test_a_place_leads_by_name_or_id(wv, lake_root, tmp_path, wanted):
    out_file = tmp_path / "page.html"
    wv("report", "--lake-root", lake_root, "--out", out_file, "--cell", wanted)

    assert first_place(out_file) == "Berlin"


def first_place(file):
    return re.search(r"<h2 id=[^>]*>([^<]+)", file.read_text(encoding="utf-8"))[1]


def test_an_unknown_place_is_answered_with_those_there_are(wv, lake_root, tmp_path):
    out_file = tmp_path / "page.html"

    code, out, err = wv(
        "report", "--lake-root", lake_root, "--out", out_file, "--cell", "Atlantis"
    )

    assert (code, out) == (2, "")
    assert "No place is called 'Atlantis'." in err
    assert "New York (dr5ru)" in err
    assert not out_file.exists()


def test_a_missing_lake_says_what_to_do(wv, tmp_path):
    code, out, err = wv("report", "--lake-root", tmp_path / "nowhere")

    assert (code, out) == (7, "")
    assert re.search(r"^Error: .+\n  Where: .+nowhere\n  Next:  .+\n$", err)


def test_a_page_that_cannot_be_written_leaves_the_old_one(wv, lake_root, tmp_path):
    """A file where the folder should be: the disk refuses, nothing is lost."""
    blocker = tmp_path / "site"
    blocker.write_text("the old one", encoding="utf-8")

    code, out, err = wv(
        "report", "--lake-root", lake_root, "--out", blocker / "page.html"
    )

    assert (code, out) == (7, "")
    assert "Where: " in err
    assert blocker.read_text(encoding="utf-8") == "the old one"


def test_a_full_disk_leaves_the_old_page_whole(lake_root, tmp_path):
    """RLIMIT_FSIZE stops the write in its middle, as a full disk does."""
    out_file = tmp_path / "page.html"
    out_file.write_text("the old one", encoding="utf-8")
    line = " ".join(
        [
            "ulimit -f 20; trap '' XFSZ;",
            f"exec {' '.join(WV)} report --lake-root {lake_root} --out {out_file}",
        ]
    )

    done = subprocess.run(  # noqa: S602 - the shell sets the limit.
        line, shell=True, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (7, "")
    assert "File too large" in done.stderr
    assert list(tmp_path.iterdir()) == [out_file]
    assert out_file.read_text(encoding="utf-8") == "the old one"


def test_a_written_page_is_readable_by_others(wv, lake_root, tmp_path):
    out_file = tmp_path / "page.html"
    before = os.umask(0o022)
    try:
        wv("report", "--lake-root", lake_root, "--out", out_file)
    finally:
        os.umask(before)

    assert stat.S_IMODE(out_file.stat().st_mode) == 0o644


def ending(error):
    """A command that ends with an error."""

    @click.command()
    def command():
        raise error

    return console.run(command, [])


def test_an_error_of_the_lake_keeps_its_exit_code(capsys):
    wrong = DataError(what="It broke.", where="here", next_step="mend it")

    assert ending(wrong) == 5
    assert capsys.readouterr().err == (
        "Error: It broke.\n  Where: here\n  Next:  mend it\n"
    )


def test_an_unexpected_error_is_exit_1_and_asks_for_a_report(capsys, monkeypatch):
    monkeypatch.delenv(console.DEBUG, raising=False)

    assert ending(ValueError("odd")) == 1
    err = capsys.readouterr().err
    assert "Unexpected ValueError: odd" in err
    assert "Traceback" not in err


def test_the_traceback_shows_when_asked_for(capsys, monkeypatch):
    monkeypatch.setenv(console.DEBUG, "1")

    assert ending(ValueError("odd")) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_an_interrupt_is_exit_130(capsys, error):
    assert ending(error) == 130
    assert "Interrupted." in capsys.readouterr().err


def test_the_way_out_of_a_closed_pipe_is_no_error():
    assert ending(SystemExit(1)) == 0


def test_an_error_without_a_text_still_has_a_name(capsys):
    assert ending(OSError()) == 7
    assert "Error: OSError." in capsys.readouterr().err


def test_colours_are_off_when_asked(tmp_path):
    """On a terminal the word Error is red, but not under NO_COLOR."""
    coloured = on_a_terminal({"NO_COLOR": ""}, tmp_path)
    plain = on_a_terminal({"NO_COLOR": "1"}, tmp_path)

    assert b"\x1b[31m" in coloured
    assert b"\x1b" not in plain
    assert b"Error: " in plain


def on_a_terminal(environment, folder):
    """Run a failing command with a terminal as its stderr."""
    ours, theirs = os.openpty()
    line = [*WV, "lake", "list", "--lake-root", str(folder)]
    with subprocess.Popen(line, stderr=theirs, env=os.environ | environment) as process:
        process.wait()
    os.close(theirs)
    found = os.read(ours, 4096)
    os.close(ours)
    return found


def test_a_reader_that_has_seen_enough_is_no_error(lake_root):
    line = f"{' '.join(WV)} lake show weather_daily --lake-root {lake_root} | true"

    done = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", line],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
