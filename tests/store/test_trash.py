"""What is removed comes back together, as it was; the user's own files are never touched."""

import pytest

from server.errors import InputError, NotFound
from server.store.errors import Conflict
from server.store.terms import FileChange, NewFile, Wanted


def numbers(library, **wanted):
    return [file.id for file in library.listing.every(Wanted(**wanted))]


def test_a_file_is_removed_and_brought_back(library, tmp_path, add):
    own = tmp_path / "mine.csv"
    own.write_text("x\n1\n")
    file = add("Mine", path=own, tags=["kept"])
    removal = library.trash.remove("file", [file.id], revision=1)
    assert (removal.words, removal.things) == ("file “Mine”", 1)
    assert library.trash.get(removal.id) == removal
    with pytest.raises(NotFound):
        library.files.get(file.id)
    assert file.id not in numbers(library)
    assert "kept" not in library.tags.counts()
    assert library.finder.find("mine").total == 0
    library.trash.undo(removal.id)
    again = library.files.get(file.id)
    assert (again.title, again.tags, again.revision) == ("Mine", ("kept",), 3)
    assert library.finder.find("mine").total == 1
    assert library.trash.list() == ()
    assert own.read_text() == "x\n1\n"


def test_a_project_goes_and_comes_with_those_files_it_has_then(library, add):
    before = numbers(library)
    first = library.trash.remove("file", [1])
    second = library.trash.remove("project", [1])
    assert (second.words, second.things) == ("project “Samples”", 6)
    assert numbers(library) == []
    assert [removal.id for removal in library.trash.list()] == [second.id, first.id]
    library.trash.undo(second.id)
    assert numbers(library) == [number for number in before if number != 1]
    library.trash.undo(first.id)
    assert numbers(library) == before


def test_a_file_does_not_come_back_into_a_removed_project(library):
    file = library.trash.remove("file", [1])
    project = library.trash.remove("project", [1])
    with pytest.raises(Conflict, match="“Samples”, which was removed too"):
        library.trash.undo(file.id)
    library.trash.undo(project.id)
    library.trash.undo(file.id)
    assert 1 in numbers(library)


def test_several_files_go_at_once_or_not_at_all(library):
    with pytest.raises(NotFound):
        library.trash.remove("file", [1, 2, 999])
    assert {1, 2} <= set(numbers(library))
    assert library.trash.list() == ()
    removal = library.trash.remove("file", [2, 1, 2])
    assert (removal.words, removal.things) == ("file “Electrocardiogram” and 1 more", 2)


def test_what_was_changed_meanwhile_is_not_removed(library):
    library.files.change(1, FileChange(title="New"))
    with pytest.raises(Conflict):
        library.trash.remove("file", [1], revision=1)
    assert 1 in numbers(library)


def test_notes_and_recipes_come_back_too(library):
    note = library.notes.add("Remarkable", file=1)
    recipe = library.recipes.create("Smoothed", {})
    for kind, thing, word in (("note", note, "remarkable"), ("recipe", recipe, "smoothed")):
        removal = library.trash.remove(kind, [thing.id])
        assert library.finder.find(word).total == 0
        library.trash.undo(removal.id)
        assert library.finder.find(word).total == 1
    assert [n.text for n in library.notes.of(file=1)] == ["Remarkable"]


def test_a_note_does_not_come_back_to_a_removed_file(library):
    note = library.notes.add("Said", file=1)
    removal = library.trash.remove("note", [note.id])
    library.trash.remove("file", [1])
    with pytest.raises(Conflict):
        library.trash.undo(removal.id)


@pytest.mark.parametrize("act", ["undo", "purge"])
def test_nothing_comes_back_or_goes_twice(library, act):
    removal = library.trash.remove("file", [1])
    getattr(library.trash, act)(removal.id)
    with pytest.raises(NotFound, match="nothing to bring back"):
        library.trash.undo(removal.id)
    with pytest.raises(NotFound):
        library.trash.purge(removal.id)
    with pytest.raises(NotFound):
        library.trash.get(removal.id)


@pytest.mark.parametrize(("kind", "chosen"), [("file", []), ("user", [1]), ("nonsense", [1])])
def test_what_cannot_be_removed_is_refused(library, kind, chosen):
    with pytest.raises(InputError):
        library.trash.remove(kind, chosen)


def keep(library, content=b"1,2\n", name="Up.CSV"):
    path, fingerprint = library.uploads.keep(name, [content], 1000)
    return library.files.add(NewFile(1, path, fingerprint, place="uploaded", name=name))


def test_deleting_for_good_deletes_what_was_uploaded_when_nothing_needs_it(library):
    one, other = keep(library), keep(library, name="same.csv")
    assert one.path == other.path
    library.trash.purge(library.trash.remove("file", [one.id]).id)
    assert other.path.read_bytes() == b"1,2\n"
    removal = library.trash.remove("file", [other.id])
    assert other.path.exists()
    library.trash.purge(removal.id)
    assert not other.path.exists()


def test_numbers_are_not_given_again(library, add):
    file = add("Gone")
    library.trash.purge(library.trash.remove("file", [file.id]).id)
    assert add("Next").id == file.id + 1


def test_a_project_is_deleted_with_all_that_was_in_it_and_nothing_else(library, tmp_path, add):
    own = tmp_path / "mine.csv"
    own.write_text("x\n")
    library.notes.add("About it", project=1)
    file = add("Mine", path=own)
    uploaded = keep(library)
    library.recents.opened(file.id)
    library.trash.remove("file", [uploaded.id])
    other = add("Elsewhere", project=library.projects.create("Other").id)
    library.trash.purge(library.trash.remove("project", [1]).id)
    assert numbers(library) == [other.id]
    assert library.trash.list() == ()  # nor the file that was removed before
    assert not uploaded.path.exists()
    assert own.exists()
    assert library.recents.last() == ()
