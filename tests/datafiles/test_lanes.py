"""The fast lane of text answers only what the slow one would."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.datafiles.text.lanes import cell_columns, parse_block
from server.datafiles.text.numbers import MISSING, NumberForm, numbers
from server.datafiles.text.rows import RowForm

NUMBER = st.one_of(
    st.floats(allow_nan=False).map(repr),
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(
        ["", "0", "-0.0", "1e5", "1E-300", "007", ".5", "5.", "+1", "1e400", "nan", "-"]
    ),
)
ODD = st.text("0123456789.,+-eE \t;[]{}nul\"'", max_size=8)


def slow(lines, delimiter, form):
    """Cells cut at the delimiter, each turned by itself; None unless all are of one width."""
    rows = [line.split(delimiter) for line in lines]
    if len({len(row) for row in rows}) != 1:
        return None
    values = [[form.number(cell) for cell in row] for row in rows]
    cells = [cell for row in rows for cell in row]
    if any(form.number(cell) is None and not form.is_missing(cell) for cell in cells):
        return None
    return np.array([[np.nan if v is None else v for v in row] for row in values])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(NUMBER | ODD, min_size=2, max_size=2), min_size=1, max_size=4))
def test_blocks_agree(rows):
    lines = [",".join(row) for row in rows]
    block = parse_block(("\n".join(lines) + "\n").encode(), b",", ".", 2)
    if block is not None:
        np.testing.assert_array_equal(block, slow(lines, ",", NumberForm()))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(NUMBER | ODD, min_size=3, max_size=3), min_size=1, max_size=4))
def test_blocks_with_decimal_commas_agree(rows):
    lines = [";".join(cell.replace(".", ",") for cell in row) for row in rows]
    block = parse_block(("\n".join(lines) + "\n").encode(), b";", ",", 3)
    if block is not None:
        np.testing.assert_array_equal(block, slow(lines, ";", NumberForm(",")))


@pytest.mark.parametrize("decimal", [".", ","])
@settings(max_examples=100, deadline=None)
@given(cells=st.lists(NUMBER | ODD, min_size=1, max_size=5))
def test_columns_agree(decimal, cells):
    form = NumberForm(decimal)
    array, bad = numbers(cells, form)
    alone = [form.number(cell) for cell in cells]
    np.testing.assert_array_equal(array, [np.nan if value is None else value for value in alone])
    wrong = [i for i, cell in enumerate(cells) if alone[i] is None and not form.is_missing(cell)]
    assert bad == wrong


@pytest.mark.parametrize(
    ("data", "delimiter", "decimal", "width"),
    [
        (b"1,2\n3,4,5\n6\n", b",", ".", 2),  # as many cells as two rows of each
        (b"[1,2]\n[3,4]\n", b",", ".", 2),
        (b"1,true\n", b",", ".", 2),
        (b'1,"2"\n', b",", ".", 2),
        (b"1.234,5;2\n", b";", ",", 2),  # a point groups thousands here
        (b"1,5\n2,5\n", b";", ".", 1),
        (b"1\n\n2\n", b",", ".", 1),
        (b"1 2,3\n", b",", ".", 2),
        (b"1,0x10\n", b",", ".", 2),
    ],
)
def test_the_fast_lane_leaves_the_rest_alone(data, delimiter, decimal, width):
    assert parse_block(data, delimiter, decimal, width) is None


def test_the_fast_lane_is_taken():
    block = parse_block(b"1,-2.5e-3\n,4\n5,\n", b",", ".", 2)
    np.testing.assert_array_equal(block, [[1, -0.0025], [np.nan, 4], [5, np.nan]])
    block = parse_block(b"1,5;2\n3;4,25\n", b";", ",", 2)
    assert block.tolist() == [[1.5, 2], [3, 4.25]]


def test_sentinels_are_gaps_in_both_lanes():
    form = NumberForm(".", MISSING | {"-999"})
    assert np.isnan(numbers(["-999", "1"], form)[0]).tolist() == [True, False]
    assert np.isnan(numbers(["-999.0", "1", "x"], form)[0]).tolist() == [True, False, True]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("ab1,; \"#\n'", max_size=12), min_size=1, max_size=4))
def test_cells_agree(lines):
    text = "\n".join(lines) + "\n"
    form = RowForm(",")
    found = cell_columns(text.encode(), form, 2)
    if found is not None:
        rows = [cells for _, cells in form.rows(text.split("\n")[:-1], 1)]
        assert [list(cells) for cells in zip(*rows, strict=True)] == found


def test_plain_cells_are_taken_apart_at_once():
    assert cell_columns(b"a,1\nb,\n", RowForm(","), 2) == [["a", "b"], ["1", ""]]
