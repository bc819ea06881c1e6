"""A writer killed at any moment loses nothing that was acknowledged; two do not disturb.

SIGMASCOPE_TEST_KILLS says how many are killed.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from server.errors import NotFound
from server.store.database import NAME
from server.store.library import Library
from tests.store.databases import ELSEWHERE, settings_in

KILLS = int(os.environ.get("SIGMASCOPE_TEST_KILLS", "20"))
ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the writers are forked"),
    pytest.mark.slow,
]


@contextmanager
def writers(folder):
    """The program of writer.py, as a pair of streams."""
    command = [sys.executable, str(Path(__file__).with_name("writer.py")), str(folder)]
    path = filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as program:
        yield program
        program.stdin.close()
        assert program.wait(60) == 0


def start(program, name, most=0):
    """Start a writer and wait until it writes; its number."""
    program.stdin.write(f"{name} {most}\n")
    program.stdin.flush()
    found, early = 0, program.stdout.readline().split()
    while early != ["ready"]:  # the two lines come from two processes, in any order
        assert early[0] == "started"
        found = int(early[1])
        early = program.stdout.readline().split()
    return found or int(program.stdout.readline().split()[1])


def acknowledged(program, most=None):
    """What the writer says until it ends or has said ``most``; the code it ended with."""
    said = []
    while most is None or len(said) < most:
        kind, number, *title = program.stdout.readline().split()
        if kind == "done":
            return said, int(number)
        said.append((kind, int(number), " ".join(title)))
    return said, None


def state(library, kind, number):
    """A thing as the writer would tell it."""
    try:
        thing = library.files.get(number) if kind == "file" else library.projects.get(number)
    except NotFound:
        return ("removed", number)
    return (kind, number, thing.title)


def check(library, said):
    """Everything acknowledged is there; only the very last may have gone one step further."""
    last = {("file" if kind == "file" else "project", number): (kind, number, title)
            for kind, number, title in said}  # fmt: skip
    unsure = [key for key in last if key[0] == "file"][-1:] + [
        key for key in last if key[0] == "project"
    ][-1:]
    for (kind, number), told in last.items():
        found = state(library, kind, number)
        expected = told[:2] if told[0] == "removed" else told
        if (kind, number) not in unsure:
            assert found == expected
        elif found != expected:
            assert found[0] in {kind, "removed"}


def assert_sound(path):
    """The file is whole; the index and the texts say the same, and are of what there is."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        database.execute("INSERT INTO texts(texts, rank) VALUES ('integrity-check', 1)")
        count = "SELECT count(*) FROM {} WHERE {}"
        indexed = database.execute(count.format("documents", "kind = 'file'")).fetchone()
        there = database.execute(count.format("files", "removal_id IS NULL")).fetchone()
        assert indexed == there


def test_no_acknowledged_change_is_lost_when_the_writer_is_killed(folder):
    choice = random.Random(8)
    with writers(folder) as program:
        for kill in range(KILLS):
            number = start(program, f"k{kill}")
            said, _ = acknowledged(program, choice.randrange(8))
            time.sleep(choice.uniform(0, 0.03))
            os.kill(number, signal.SIGKILL)
            more, code = acknowledged(program)
            assert code == -signal.SIGKILL
            said += more
            library = Library.open(settings_in(folder))
            check(library, said)
            library.close()
            if not ELSEWHERE:
                assert_sound(folder / NAME)


def test_two_programs_write_at_once(folder):
    with writers(folder) as one, writers(folder) as other:
        start(one, "one", 15)
        start(other, "other", 15)
        said = {}
        for name, program in (("one", one), ("other", other)):
            said[name], code = acknowledged(program)
            assert code == 0
    library = Library.open(settings_in(folder))
    for name, told in said.items():
        assert len({number for kind, number, _ in told if kind == "file"}) == 15
        check(library, told)
        assert library.tags.counts()[name] == 15
    assert len(library.projects.all()) == 31
    library.close()
