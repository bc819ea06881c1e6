"""What the controls of the elements page take, and what they steer."""

from datetime import date

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d

from server.errors import InputErrors
from server.tools import elements
from server.tools.elements import ElementsParameters
from server.tools.parameters import parse, query_pairs


def parsed(**values: str) -> ElementsParameters:
    return parse(ElementsParameters, values.items())


def test_parameters_survive_the_way_through_an_address():
    first = parsed(title="a & b", start="1999-12-31", colour="#ABCDEF", sigma="2.5")
    assert parse(ElementsParameters, query_pairs(first)) == first
    assert first.start == date(1999, 12, 31)
    assert first.colour == "#abcdef"


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("points", ("16", "20000"), ("15", "20001", "1.5", "nan", "1e3", "-600", "x")),
        ("seed", ("0", "4294967295"), ("-1", "4294967296", "x")),
        ("sigma", ("0", "100", "1e-3", "2.5"), ("-0.1", "100.1", "nan", "inf", "1e308", "x")),
        ("start", ("1900-01-01", "2199-12-31"), ("1899-12-31", "2200-01-01", "2026-02-30", "now")),
        ("colour", ("#000000", "#FfFfFf"), ("red", "#fff", "#12345g", "#1234567", "url(x)")),
        ("theme", ("page", "light", "dark", "print"), ("Light", "x")),
        ("map", ("viridis", "cividis"), ("jet", "x")),
        ("title", ("x" * 80, "<script>"), ("x" * 81,)),
    ],
)
def test_each_control_takes_what_is_in_its_range_and_names_what_is_not(name, good, bad):
    for text in good:
        parsed(**{name: text})
    for text in bad:
        with pytest.raises(InputErrors) as caught:
            parsed(**{name: text})
        (error,) = caught.value.errors
        assert error.field == name
        assert error.allowed


def test_a_title_is_one_line_of_what_can_be_drawn():
    assert parsed(title="two\nlines\x07 and\ta tab").title == "two lines and a tab"


def test_the_numbers_are_the_sequence_and_its_smoothing():
    view = elements.compute(parsed(points="50", seed="3", sigma="4", start="2024-02-28"))
    assert [str(day) for day in view.dates[:3]] == ["2024-02-28", "2024-02-29", "2024-03-01"]
    np.testing.assert_array_equal(view.smoothed, gaussian_filter1d(view.raw, 4, mode="reflect"))
    unchanged = elements.compute(parsed(points="50", seed="3", sigma="0"))
    np.testing.assert_array_equal(unchanged.smoothed, view.raw)


def test_the_ladder_spans_what_the_slider_spans():
    assert elements.ladder()[[0, -1]] == pytest.approx([0.5, 100])
    assert elements.scale_space(elements.compute(parsed(points="20"))).shape == (72, 20)


def test_the_report_says_what_is_shown():
    parameters = parsed(points="16", start="2026-01-31", sigma="0", title="Mine")
    report = elements.report(parameters, elements.compute(parameters))
    assert report.sentence.startswith("Mine: 16 daily values from 2026-01-31 to 2026-02-15")
    assert report.facts["Roughness left"] == "100 %"
