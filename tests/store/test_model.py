"""Any sequence of changes leaves the library as a simple model of it says."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from server.errors import NotFound
from server.store.errors import Conflict
from server.store.identity import Fingerprint
from server.store.library import Library
from server.store.terms import FileChange, NewFile
from tests.store.databases import empty, settings_in

pytestmark = pytest.mark.slow

WORDS = ["apple", "Berry", "čibule", "42", "x y"]
titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
tags = st.lists(st.sampled_from(["red", "Green", "blau"]), unique=True, max_size=3)


class Machine(RuleBasedStateMachine):
    """The library beside dictionaries: what is there, and in which removal the rest is."""

    made: Path  # a fresh library, set by the test

    projects = Bundle("projects")
    files = Bundle("files")
    removals = Bundle("removals")

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(self.made, self.folder, dirs_exist_ok=True)
        empty()
        self.open()
        removal = self.library.trash.remove("project", [1])
        self.library.trash.purge(removal.id)
        self.project = {}  # number: title, revision, removal
        self.file = {}  # number: project, title, tags, revision, removal

    def open(self):
        self.library = Library.open(settings_in(self.folder))

    def teardown(self):
        self.library.close()
        shutil.rmtree(self.folder)

    def there(self, number):
        return number in self.file and self.file[number]["removal"] is None

    @rule(target=projects, title=titles)
    def create_project(self, title):
        number = self.library.projects.create(title).id
        assert number not in self.project
        self.project[number] = {"title": title, "revision": 1, "removal": None}
        return number

    @rule(target=files, project=projects, title=titles, tags=tags)
    def add(self, project, title, tags):
        new = NewFile(project, "/x.csv", Fingerprint(1, 1), title=title, tags=tags)
        if project not in self.project or self.project[project]["removal"] is not None:
            with pytest.raises(NotFound):
                self.library.files.add(new)
            return -1
        number = self.library.files.add(new).id
        self.file[number] = {
            "project": project, "title": title, "tags": tags, "revision": 1, "removal": None,
        }  # fmt: skip
        return number

    @rule(number=files, title=titles, tags=tags, project=st.none() | projects, stale=st.booleans())
    def change(self, number, title, tags, project, stale):
        change = FileChange(title=title, tags=tags, project=project)
        known = self.file.get(number)
        revision = known["revision"] - stale if known else None
        alive = project is None or self.project.get(project, {"removal": 0})["removal"] is None
        if not self.there(number) or not alive:
            with pytest.raises(NotFound):
                self.library.files.change(number, change, revision)
        elif stale:
            with pytest.raises(Conflict):
                self.library.files.change(number, change, revision)
        else:
            self.library.files.change(number, change, revision)
            known.update(title=title, tags=tags, project=project or known["project"])
            known["revision"] += 1

    @rule(number=projects, title=titles)
    def rename_project(self, number, title):
        known = self.project.get(number)
        if known is None or known["removal"] is not None:
            with pytest.raises(NotFound):
                self.library.projects.change(number, title=title)
        else:
            self.library.projects.change(number, title=title)
            known.update(title=title, revision=known["revision"] + 1)

    @rule(target=removals, number=files)
    def remove_file(self, number):
        if not self.there(number):
            with pytest.raises(NotFound):
                self.library.trash.remove("file", [number])
            return -1
        removal = self.library.trash.remove("file", [number]).id
        self.move([self.file[number]], removal)
        return removal

    @rule(target=removals, number=projects)
    def remove_project(self, number):
        known = self.project.get(number)
        if known is None or known["removal"] is not None:
            with pytest.raises(NotFound):
                self.library.trash.remove("project", [number])
            return -1
        removal = self.library.trash.remove("project", [number]).id
        inside = [f for n, f in self.file.items() if f["project"] == number and self.there(n)]
        self.move([known, *inside], removal)
        return removal

    def move(self, things, removal):
        for thing in things:
            thing.update(removal=removal, revision=thing["revision"] + 1)

    def inside(self, removal):
        both = [*self.project.values(), *self.file.values()]
        return [thing for thing in both if thing["removal"] == removal]

    @rule(removal=removals)
    def undo(self, removal):
        inside = self.inside(removal)
        orphans = [
            f for f in inside
            if "project" in f and self.project[f["project"]]["removal"] not in {None, removal}
        ]  # fmt: skip
        if not inside or orphans:
            with pytest.raises(Conflict if orphans else NotFound):
                self.library.trash.undo(removal)
        else:
            self.library.trash.undo(removal)
            self.move(inside, None)

    @rule(removal=consumes(removals))
    def purge(self, removal):
        if not self.inside(removal):
            with pytest.raises(NotFound):
                self.library.trash.purge(removal)
            return
        self.library.trash.purge(removal)
        self.project = {n: p for n, p in self.project.items() if p["removal"] != removal}
        self.file = {
            n: f
            for n, f in self.file.items()
            if f["removal"] != removal and f["project"] in self.project
        }

    @precondition(lambda self: self.file)
    @rule()
    def reopen(self):
        self.library.close()
        self.open()

    @invariant()
    def the_library_is_as_the_model(self):
        library = self.library
        listed = {file.id: file for file in library.listing.every()}
        assert set(listed) == {n for n in self.file if self.there(n)}
        for number, file in listed.items():
            known = self.file[number]
            assert (file.project, file.title, file.revision) == (
                known["project"], known["title"], known["revision"],
            )  # fmt: skip
            assert [tag.casefold() for tag in file.tags] == [t.casefold() for t in known["tags"]]
        assert {p.id: (p.title, p.revision) for p in library.projects.all()} == {
            n: (p["title"], p["revision"]) for n, p in self.project.items() if p["removal"] is None
        }

    @invariant()
    def what_is_there_is_found_and_nothing_else(self):
        for word in ("berry", "cibule"):
            found = {hit.thing.url for hit in self.library.finder.find(word, limit=1000).hits}
            wanted = {"berry": "Berry", "cibule": "čibule"}[word]
            assert found == {
                *(f"/file/{n}" for n, f in self.file.items()
                  if self.there(n) and wanted in f["title"]),
                *(f"/project/{n}" for n, p in self.project.items()
                  if p["removal"] is None and wanted in p["title"]),
            }  # fmt: skip

    @invariant()
    def the_trash_is_as_the_model(self):
        removed = [thing["removal"] for thing in (*self.project.values(), *self.file.values())]
        assert {r.id: r.things for r in self.library.trash.list()} == {
            number: removed.count(number) for number in set(removed) - {None}
        }


def test_any_sequence_of_changes_leaves_what_a_simple_model_says(made):
    Machine.made = made
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
