import pytest
from matplotlib.figure import Figure

from server.figures.notes import read_note
from server.figures.render import render

FORMS = ("png", "svg", "pdf")
NOTE = r'{"a":"b \" \\ (c) )) ((","d":"<e> & \u03c3","n":"\n"}'


def figure() -> Figure:
    drawn = Figure(figsize=(1, 1), dpi=50)
    drawn.subplots().plot([1, 2, 3])
    return drawn


@pytest.mark.parametrize("form", FORMS)
def test_a_note_comes_back(form):
    assert read_note(render(figure(), form, NOTE)) == NOTE
    assert read_note(render(figure(), form, "x" * 20_000)) == "x" * 20_000


@pytest.mark.parametrize("form", FORMS)
def test_equal_figures_have_equal_bytes_and_none_has_a_note_by_itself(form):
    assert read_note(render(figure(), form)) == ""
    assert render(figure(), form, NOTE) == render(figure(), form, NOTE)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_cut_short_or_made_up_has_none_and_does_no_harm(form):
    whole = render(figure(), form, NOTE)
    for length in range(0, len(whole), 37):
        assert read_note(whole[:length]) in {"", NOTE}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXtSigmascope\0a",
        b"\x89PNG\r\n\x1a\n\0\0\0\0tEXt",
        b"%PDF-1.4 /Keywords (" + b"(" * 100_000,
        b"%PDF-1.4 /Keywords (" + b"\\" * 100_000,
        b"<dc:description>" + b"x" * 200_000 + b"</dc:description>",
        b"</dc:description><dc:description>",
    ],
)
def test_nonsense(content):
    assert read_note(content) == ""
