"""The recipe: from addresses and JSON, and back to one canonical address."""

import pytest

from server.errors import InputErrors
from server.workbench.recipe import Recipe, read_recipe, recipe_of_json, split_pairs
from server.workbench.steps import Step


def test_what_is_usual_is_left_out():
    assert read_recipe([("file", "3"), ("width", "5.0"), ("unit", "samples")]).pairs() == [
        ("file", "3")
    ]


def test_generated_data_always_tell_what_they_are_made_from():
    assert read_recipe([("source", "walk")]).pairs() == [
        ("source", "walk"),
        ("n", "10000"),
        ("seed", "1"),
        ("noise", "0.3"),
    ]


def test_the_order_of_an_address_does_not_matter():
    given = [("to", "9"), ("from", "1e-3"), ("also", "median~9~x"), ("file", "1"), ("also", "")]
    pairs = read_recipe(given).pairs()
    assert pairs == [("file", "1"), ("also", "median~9~x"), ("from", "0.001"), ("to", "9")]
    assert read_recipe(reversed(pairs)).pairs() == pairs


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e-300, 1.7976931348623157e308, -2.5e17, 1e15])
def test_numbers_come_back_to_the_last_bit(value):
    pairs = Recipe(ymin=value).pairs()
    assert read_recipe(pairs).ymin == value


def test_dates_are_seconds():
    recipe = read_recipe([("from", "1970-01-02"), ("to", "1970-01-02T00:00:01.5Z")])
    assert (recipe.from_, recipe.to) == (86400.0, 86401.5)


def test_two_smoothings_can_be_compared_with():
    recipe = read_recipe([("also", "savgol~2.5~fwhm~1"), ("also", "mean~3~cutoff"), ("width", "2")])
    assert recipe.steps() == (
        Step("gaussian", 2.0, "samples"),
        Step("savgol", 2.5, "fwhm", 1),
        Step("mean", 3.0, "cutoff"),
    )
    assert recipe.pairs()[1:] == [("also", "savgol~2.5~fwhm~1"), ("also", "mean~3~cutoff")]


def test_panes_have_one_order():
    assert Recipe(panes="distribution, residual").panes == "residual,distribution"


def test_json_says_the_same():
    body = {"file": 2, "width": 0.05, "unit": "x", "also": ["mean~3~x"], "from": 1, "to": None}
    assert recipe_of_json(body).pairs() == [
        ("file", "2"),
        ("width", "0.05"),
        ("unit", "x"),
        ("also", "mean~3~x"),
        ("from", "1"),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("file", "0"),
        ("file", "x"),
        ("n", "100000001"),
        ("width", "-1"),
        ("width", "nan"),
        ("width", "inf"),
        ("method", "loess"),
        ("unit", "furlongs"),
        ("edges", "periodic"),
        ("truncate", "0"),
        ("order", "3"),
        ("min_weight", "1.1"),
        ("degree", "11"),
        ("also", "median"),
        ("also", "median~x~x"),
        ("also", "median~1~x~9"),
        ("also", "median~1~x~1~1"),
        ("also", "mean~1~x,mean~1~x,mean~1~x"),
        ("from", "yesterday"),
        ("from", "NaT"),
        ("panes", "window"),
        ("map", "jet"),
        ("fill", "perhaps"),
        ("colour", "red"),
    ],
)
def test_what_cannot_be_is_named(name, value):
    with pytest.raises(InputErrors) as refused:
        read_recipe([(name, value)])
    assert [error.field for error in refused.value.errors] == [name]


@pytest.mark.parametrize(("low", "high"), [("from", "to"), ("ymin", "ymax"), ("x0", "x1")])
def test_a_view_must_have_a_size(low, high):
    with pytest.raises(InputErrors) as refused:
        read_recipe([(low, "2"), (high, "2")])
    assert refused.value.errors[0].field == high
    assert refused.value.errors[0].allowed == "a number above 2"


def test_a_file_and_generated_data_are_too_much():
    with pytest.raises(InputErrors, match="together with a file"):
        read_recipe([("file", "1"), ("source", "walk")])


def test_other_parameters_are_told_apart():
    own, others = split_pairs([("file", "1"), ("zoom", "2")], Recipe)
    assert (own, others) == ([("zoom", "2")], [("file", "1")])
