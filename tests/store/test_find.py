"""Searching: both ways of it, with SQLite's index and without."""

import pytest

from server.store.terms import FileChange, Scope
from server.store.things import Column, File, Project, User


def titles(found):
    return [getattr(hit.thing, "title", None) or hit.thing.name for hit in found.hits]


def marked(hit, field):
    return [fragment.text for fragment in hit.fields[field] if fragment.found]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("co2", "CO₂ at Mauna Loa"),
        ("CO₂", "CO₂ at Mauna Loa"),
        ("nino", "El Niño sea-surface temperature"),
        ("NIÑO", "El Niño sea-surface temperature"),
        ("mauna_loa", "CO₂ at Mauna Loa"),
        ("brightn", "The surface of the Moon"),
        ("crat moon", "The surface of the Moon"),
        ("july", "El Niño sea-surface temperature"),
    ],
)
def test_words_are_found_without_case_accents_and_endings(searched, words, title):
    found = searched.finder.find(words)
    assert titles(found)[0] == title
    assert found.total == len(found.hits)
    assert found.corrected == {}


def test_every_text_is_searched(searched, add):
    column = Column("ymax", "Height", "furlong", "text", "blackbird nightingale")
    file = add("Zebra", description="xylophone", source="quokka", tags=["umbrella"],
               columns=[column], path="/p/walrus.csv")  # fmt: skip
    searched.notes.add("yodelling", file=file.id)
    fields = {
        "zebra": "title", "walrus": "name", "umbrella": "tags", "ymax": "columns",
        "furlong": "columns", "xylophone": "description", "yodelling": "notes",
        "quokka": "source", "nightingale": "contents",
    }  # fmt: skip
    for word, field in fields.items():
        (hit,) = searched.finder.find(word).hits
        assert hit.thing.id == file.id
        assert marked(hit, field) == [word if field != "title" else "Zebra"]


def test_users_projects_and_recipes_are_found(searched):
    searched.recipes.create("Fourfold smoothing", {})
    searched.notes.add("frequently used", project=1)
    assert isinstance(searched.finder.find("physionet").hits[0].thing, User | File)
    assert isinstance(searched.finder.find("try everything").hits[0].thing, Project)
    assert titles(searched.finder.find("fourfold")) == ["Fourfold smoothing"]
    assert titles(searched.finder.find("frequently")) == ["Samples"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("temprature", "temperature"),
        ("tmeperature", "temperature"),
        ("temperaturre", "temperature"),
        ("electrokardiogramm", "electrocardiogram"),
        ("maona", "mauna"),
        ("carters", "craters"),
        ("electrac", "electrocardiogram"),
    ],
)
def test_typing_errors_are_forgiven(searched, typed, meant):
    found = searched.finder.find(typed)
    assert meant in found.corrected[typed]
    assert found.hits
    shown = [marked(hit, field) for hit in found.hits for field in hit.fields]
    assert any(meant in (word.lower() for word in words) for words in shown)


def test_a_known_word_is_not_corrected_and_one_like_nothing_finds_nothing(searched, add):
    add("Larynx")
    add("Larinx")
    assert titles(searched.finder.find("larinx")) == ["Larinx"]
    nothing = searched.finder.find("larynx qqqqzzzz")
    assert (nothing.hits, nothing.total, nothing.corrected) == ((), 0, {})


@pytest.mark.parametrize(
    "words",
    ["", "  ", "_-/", '"', "*", "NOT zzzz", "NEAR(zzzz)", "scope:co2", "in1", "kindfile", "%"],
)
def test_nothing_is_an_instruction_to_the_database(searched, words):
    assert searched.finder.find(words).hits == ()


def test_titles_weigh_more_than_descriptions_and_whole_words_more_than_beginnings(searched, add):
    add("Galvanometer", path="/a/1.csv")
    add("Other", description="About the galvanometer")
    add("Galvanometers", path="/a/2.csv")
    found = titles(searched.finder.find("galvanometer"))
    assert found[0] == "Galvanometer"
    assert titles(searched.finder.find("galvano"))[-1] == "Other"


def test_a_search_is_narrowed_down(searched, add):
    project = searched.projects.create("Temperature elsewhere")
    file = add("Temperature of ice", project=project.id)
    find = searched.finder.find
    assert len(find("temperature").hits) == 4
    assert titles(find("temperature", Scope(project=project.id))) == ["Temperature of ice"]
    assert titles(find("temperature", Scope("project"))) == ["Temperature elsewhere"]
    assert len(find("temperature", Scope("file", user=2)).hits) == 2
    searched.files.change(file.id, FileChange(project=1))
    assert find("temperature", Scope(project=project.id)).hits == ()


def test_answers_come_a_page_at_a_time(searched, add):
    for number in range(7):
        add(f"Page {number}")
    pages = [searched.finder.find("page", limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [len(page.hits) for page in pages] == [3, 3, 1, 0]
    assert {page.total for page in pages} == {7}
    assert len({title for page in pages for title in titles(page)}) == 7


def test_what_changes_is_found_as_it_is_now(searched, add):
    file = add("Before", path="/a/b.csv", tags=["yesterday"])
    searched.files.change(file.id, FileChange(title="Thereafter", tags=["today"]))
    note = searched.notes.add("Remark", file=file.id)
    searched.notes.change(note.id, "Observation")
    found = {word: searched.finder.find(word).total for word in
             ("before", "yesterday", "remark", "thereafter", "today", "observation")}  # fmt: skip
    assert list(found.values()) == [0, 0, 0, 1, 1, 1]


def test_a_find_far_into_a_long_text_is_shown(searched, add):
    words = " ".join(f"filler{number}" for number in range(1500))
    add("Long", columns=[Column("name", words=f"{words} hippopotamus {words}")])
    (hit,) = searched.finder.find("hippo").hits
    assert marked(hit, "contents") == ["hippo"]
    assert sum(len(fragment.text) for fragment in hit.fields["contents"]) < 200


def test_more_than_are_ranked_are_still_counted(searched, add, monkeypatch):
    monkeypatch.setattr("server.store.index.RANKED", 3)
    monkeypatch.setattr("server.store.index.COUNTED", 7)
    for number in range(5):
        add(f"Common {number}")
    add("Other", description="common")
    found = searched.finder.find("common")
    assert (found.total, found.exact) == (6, True)
    assert len(titles(found)) >= 3
    assert all(title.startswith("Common") for title in titles(found)[:3])
    add("Common again")
    found = searched.finder.find("common")
    assert (found.total, found.exact) == (7, False)
