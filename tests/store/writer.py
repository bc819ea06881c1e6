"""A program that writes to a library until it is killed, for the tests of it.

For each line that it reads (a name, and how many changes at most) it forks a writer, prints
the writer's number, and then "done" when it has ended. The writer prints what it has changed,
each after the library has acknowledged it.
"""

import os
import sys
from itertools import count
from pathlib import Path

from server.store.errors import Busy
from server.store.identity import Fingerprint
from server.store.library import Library
from server.store.terms import FileChange, NewFile
from tests.store.databases import settings_in


def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def patiently(act, *given, **named):
    """Try again where the other writer holds the library for long, as its words advise."""
    while True:
        try:
            return act(*given, **named)
        except Busy:
            continue


def write(folder, name, most):
    """Change the library in all ways, again and again."""
    library = patiently(Library.open, settings_in(folder))
    say("ready")
    for turn in range(most) if most else count():
        title = f"{name} {turn}"
        project = patiently(library.projects.create, title)
        say("project", project.id, title)
        new = NewFile(project.id, f"/{title}.csv", Fingerprint(turn, 0), tags=[name])
        file = patiently(library.files.add, new)
        say("file", file.id, title + ".csv")
        change = FileChange(title=title + " new")
        patiently(library.files.change, file.id, change, revision=1)
        say("file", file.id, title + " new")
        if turn % 3 == 0:
            removal = patiently(library.trash.remove, "project", [project.id])
            say("removed", project.id, title)
            patiently(library.trash.undo, removal.id)
            say("project", project.id, title)
    library.close()


def main():
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        name, most = line.split()
        child = os.fork()
        if child == 0:
            write(folder, name, int(most))
            os._exit(0)
        say("started", child)
        _, status = os.waitpid(child, 0)
        say("done", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
