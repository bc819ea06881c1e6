"""Search by words: folding, prefixes, ranking, and what is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.store.search import SNIPPET, fold, mark, rank, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("CO₂", "co2"),
        ("El Niño", "el nino"),
        ("Straße", "strasse"),
        ("ﬁeld", "field"),
        ("ΣΊΓΜΑ", "σιγμα"),
    ],
)
def test_case_accents_and_typography_do_not_matter(text, folded):
    assert fold(text) == folded


def test_words_are_letters_and_digits_each_once():
    assert words_of("mauna_loa-CO₂.csv, mauna!") == ("mauna", "loa", "co2", "csv")
    assert words_of("<> .. _") == ()


def marked(text: str, *words: str) -> str:
    return "".join(f"[{f.text}]" if f.found else f.text for f in mark(text, words))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Weekly CO₂ in air", ("co2",), "Weekly [CO₂] in air"),
        ("El Niño", ("nin",), "El [Niñ]o"),
        ("El Nin\u0303o", ("nin",), "El [Nin\u0303]o"),
        ("air and airs", ("air",), "[air] and [air]s"),
        ("lead_mv", ("mv", "lead"), "[lead]_[mv]"),
        ("ﬁeld", ("f",), "[ﬁ]eld"),
        ("chair", ("air",), "chair"),
        ("temperature", ("temp", "tem"), "[temp]erature"),
        ("", ("a",), ""),
    ],
)
def test_the_beginnings_of_words_are_marked(text, words, expected):
    assert marked(text, *words) == expected


def test_a_long_text_is_cut_around_the_first_find():
    text = "word " * 100 + "needle " + "more " * 100
    found = marked(text, "needle")
    assert "[needle]" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) < SNIPPET + 20


@given(st.text(max_size=400), st.text(min_size=1, max_size=10))
def test_marking_never_changes_a_text(text, query):
    fragments = mark(text, words_of(query))
    joined = "".join(fragment.text for fragment in fragments)
    assert joined.removeprefix("…").removesuffix("…") in text or joined == text


def ranked(query: str, *texts: str) -> list[int]:
    things = [(number, [("text", text, 1)]) for number, text in enumerate(texts)]
    return [hit.thing for hit in rank(query, things)]


def test_all_words_must_occur():
    assert ranked("heart beat", "heart", "beat of a heart", "beats") == [1]


def test_whole_words_come_before_beginnings():
    assert ranked("air", "airs", "air", "chair") == [1, 0]


def test_weights_decide_before_order():
    things = [("low", [("a", "sea", 1)]), ("high", [("b", "sea", 5)]), ("same", [("c", "sea", 5)])]
    assert [hit.thing for hit in rank("sea", things)] == ["high", "same", "low"]


def test_no_words_find_nothing():
    assert ranked("", "a") == []
    assert ranked("...", "...") == []


def test_words_may_occur_in_different_fields():
    hits = rank("sea noaa", [(1, [("title", "Sea", 2), ("owner", "NOAA", 1)])])
    assert [hit.thing for hit in hits] == [1]
    assert set(hits[0].fields) == {"title", "owner"}
