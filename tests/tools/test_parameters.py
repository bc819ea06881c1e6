"""From text to checked parameters: every mistake is named, all of them at once."""

from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from server.errors import InputErrors
from server.tools.fields import fields_of
from server.tools.parameters import MAX_TEXT, Parameters, Seed, as_text, parse, query_pairs


class Example(Parameters):
    points: Annotated[int, Field(ge=1, le=1_000_000)] = 100
    width: Annotated[float, Field(gt=0, le=1e6, json_schema_extra={"unit": "samples"})] = 2.0
    shape: Literal["sine", "square"] = "sine"
    filled: bool = False
    seed: Seed


def errors_of(*pairs: tuple[str, str]) -> dict[str, tuple[str, str]]:
    with pytest.raises(InputErrors) as caught:
        parse(Example, pairs)
    return {error.field: (error.message, error.allowed) for error in caught.value.errors}


def test_defaults_and_a_fresh_seed():
    first, second = parse(Example, []), parse(Example, [])
    assert (first.points, first.width, first.shape, first.filled) == (100, 2.0, "sine", False)
    assert first.seed != second.seed or parse(Example, []).seed != first.seed


def test_what_is_given():
    pairs = [("points", " 7 "), ("width", "1e3"), ("shape", "square"), ("filled", "true")]
    checked = parse(Example, [*pairs, ("seed", "5")])
    assert checked == Example(points=7, width=1000.0, shape="square", filled=True, seed=5)


def test_empty_means_not_given():
    assert parse(Example, [("points", ""), ("seed", "5")]).points == 100


def test_all_errors_at_once():
    found = errors_of(("points", "0"), ("width", "nan"), ("shape", "round"), ("other", "1"))
    assert found == {
        "points": ("“0” is out of range", "a whole number from 1 to 1,000,000"),
        "width": ("“nan” is not a finite number", "a number above 0 up to 1,000,000"),
        "shape": ("“round” is not one of the choices", "sine, square"),
        "other": ("is not a parameter", "points, width, shape, filled, seed"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "1.5",
        "inf",
        "-inf",
        "nan",
        "1e308",
        "-1",
        "0",
        "1000000000000",
        "9" * 999,
        "<script>",
    ],
)
def test_bad_whole_numbers(text):
    assert errors_of(("points", text))["points"][1] == "a whole number from 1 to 1,000,000"


@pytest.mark.parametrize("text", ["abc", "inf", "nan", "1e999", "-1", "0", "1,5", "1" * 999])
def test_bad_numbers(text):
    assert errors_of(("width", text))["width"][1] == "a number above 0 up to 1,000,000"


def test_too_long_to_be_read():
    assert errors_of(("points", "1" * (MAX_TEXT + 1)))["points"][0] == "is 1,001 characters long"


def test_given_twice():
    assert errors_of(("points", "1"), ("points", "1"))["points"][0] == "is given more than once"


@given(
    points=st.integers(1, 1_000_000),
    width=st.floats(0, 1e6, exclude_min=True),
    shape=st.sampled_from(["sine", "square"]),
    filled=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
def test_a_permalink_brings_the_same_parameters_back(points, width, shape, filled, seed):
    parameters = Example(points=points, width=width, shape=shape, filled=filled, seed=seed)
    assert parse(Example, query_pairs(parameters)) == parameters


@given(st.text(max_size=50))
def test_no_text_breaks_the_parser(text):
    try:
        parse(Example, [("width", text), (text, text)])
    except InputErrors as refused:
        assert all(error.field and error.message for error in refused.errors)  # noqa: PT017


def test_numbers_are_written_as_a_person_would():
    assert [as_text(v) for v in (2.0, 2.5, 1e300, True, 7, -0.5)] == [
        "2",
        "2.5",
        "1e+300",
        "true",
        "7",
        "-0.5",
    ]


def test_the_form_knows_what_the_declaration_says():
    fields = {field.name: field for field in fields_of(Example)}
    assert fields["width"].unit == "samples"
    assert fields["shape"].choices == ("sine", "square")
    assert fields["points"].default == 100
    assert fields["seed"].fresh
    assert fields["seed"].maximum == 2**32 - 1
