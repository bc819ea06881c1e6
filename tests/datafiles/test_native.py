"""The compiled way of reading numbers gives what float gives, bit for bit, or leaves it alone."""

import tempfile
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from server.datafiles import native
from server.datafiles.files import read
from server.datafiles.options import Options
from server.datafiles.text.lanes import number_block
from server.datafiles.text.numbers import NumberForm
from server.datafiles.text.rows import RowForm
from server.errors import SigmascopeError

pytestmark = pytest.mark.skipif(not native.available(), reason="there was no C compiler")

DIGITS = st.text("0123456789", min_size=1, max_size=25)
EXPONENT = st.one_of(
    st.just(""),
    st.tuples(st.sampled_from("eE"), st.sampled_from(["", "+", "-"]), st.integers(0, 400)).map(
        lambda parts: "".join(map(str, parts))
    ),
)
SIGN = st.sampled_from(["", "-", "+"])
WRITTEN = st.tuples(SIGN, DIGITS, st.sampled_from(["", "."]), DIGITS | st.just(""), EXPONENT).map(
    "".join
)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
SPELLED = st.one_of(
    FLOATS.map(repr),
    FLOATS.map("{:.17e}".format),
    FLOATS.map("{:.6g}".format),
    st.integers(-(2**64), 2**64).map(str),
)


def between(number):
    """Exactly half-way from a positive double to the next, in all its digits."""
    following = float(np.nextafter(number, np.inf))
    middle = (Fraction(number) + Fraction(following)) / 2
    with localcontext() as context:
        context.prec = 1200
        return str(Decimal(middle.numerator) / Decimal(middle.denominator))


HALVES = st.floats(1e-3, 1e15).map(between)
CELL = st.one_of(WRITTEN, SPELLED, HALVES, st.just(""))


def block(cells, width, delimiter=",", decimal=".", line_end="\n"):
    rows = [cells[i : i + width] for i in range(0, len(cells), width)]
    data = "".join(delimiter.join(row) + line_end for row in rows).replace(".", decimal).encode()
    mark = native.BLANKS if delimiter.isspace() and delimiter != "\t" else delimiter.encode()
    return native.plain_numbers(data, len(rows), mark, decimal.encode(), width)


def bits(array):
    return np.ascontiguousarray(array, dtype=np.float64).view(np.int64).tolist()


@settings(max_examples=400, deadline=None)
@given(st.lists(CELL, min_size=2, max_size=12).map(lambda cells: cells[: len(cells) // 2 * 2]))
def test_each_number_is_what_float_makes_of_it(cells):
    expected = [float(cell) if cell else np.nan for cell in cells]
    assert bits(block(cells, 2).reshape(-1)) == bits(expected)
    assert bits(block(cells, 2, ";", ",").reshape(-1)) == bits(expected)


@pytest.mark.parametrize(
    "cell",
    [
        "9007199254740993", "9007199254740992.9999", "1.7976931348623158e308",
        "1.7976931348623159e308", "2.2250738585072011e-308", "4.9e-324", "2.4e-324", "1e-400",
        "1e400", "-0", "-0.0e5", "0e999999999999", "123456789012345678901234567890",
        "0." + "0" * 400 + "1e400", "8.5e22", "1e23", "6929495644600919.5",
        "5e-324", "0.1", "3.14159265358979323846", "1" + "0" * 30, "00000000000000000000001.5",
    ],
)  # fmt: skip
def test_numbers_that_are_hard_to_round(cell):
    assert bits(block([cell, cell], 2).reshape(-1)) == bits([float(cell)] * 2)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(CELL | st.text("0123456789.,+-eE \t;[nul\"'#", max_size=8),
                      min_size=2, max_size=2), min_size=1, max_size=4),
    st.sampled_from([",", ";", "\t", "space"]),
    st.sampled_from([".", ","]),
)  # fmt: skip
def test_it_agrees_with_the_slow_way(rows, delimiter, decimal):
    """Whatever is in the lines: the same cells and numbers, or no answer."""
    form, numbers = RowForm(delimiter), NumberForm(decimal)
    lines = [(" " if delimiter == "space" else delimiter).join(row) for row in rows]
    data = ("\n".join(lines) + "\n").encode()
    found = number_block(data, form, numbers, 2)
    if found is None:
        return
    slow = [cells for _, cells in form.rows(data.decode().split("\n")[:-1], 1)]
    assert all(len(cells) == 2 for cells in slow)
    assert all(
        numbers.is_missing(cell) or numbers.is_number(cell) for cells in slow for cell in cells
    )
    values = [[numbers.number(cell) for cell in cells] for cells in slow]
    expected = [np.nan if value is None else value for row in values for value in row]
    np.testing.assert_array_equal(found.reshape(-1), expected)


ANYTHING = st.one_of(
    CELL,
    st.sampled_from(["2020-01-31", "2020-02-01T10:00:00", "31.01.2020", "12:30", "NA", "-", "é"]),
    st.text("ab1.,-+e \t;#\"'", max_size=6),
)


@settings(max_examples=200, deadline=None)
@example([['#"', "44", "7."]], "\t", "number text number")  # a comment opens no quotation
@given(
    st.lists(st.lists(ANYTHING, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t", "space"]),
    st.sampled_from(["number text number", "date number text", "text number date"]),
)
def test_numbers_beside_anything_are_read_as_without_compiled_code(rows, delimiter, kinds):
    """Columns, gaps and what could not be read: all the same."""
    between = " " if delimiter == "space" else delimiter
    text = "".join(between.join(row) + "\n" for row in [["a", "b", "c"], *rows])
    types = dict(zip("abc", kinds.split(), strict=True))
    told = Options(delimiter=delimiter, decimal=".", header=1, types=types, layout="table")
    told = replace(told, join=False, comment="#", quote='"', units_row=0)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder, "a.csv")
        path.write_text(text)
        found = outcome(path, told)
        patch.setenv(native.SWITCH, "1")
        assert found == outcome(path, told)


def outcome(path, options):
    """What reading comes to, in terms that can be compared."""
    try:
        table = read(path, options=options)
    except SigmascopeError as error:
        return str(error)
    arrays = {
        # JSON's numbers, which the other way takes, know no -0 without a point
        name: (array.dtype.str, (array + 0.0 if array.dtype.kind == "f" else array).tobytes())
        for name, array in table.columns.items()
    }
    return arrays, table.problems, table.units


def test_numbers_beside_dates_and_words_take_the_compiled_way(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    rows = "".join(f"2020-01-{i % 28 + 1:02},{i / 7!r},word {i}\n" for i in range(100))
    path.write_text("day,value,remark\n" + rows)
    monkeypatch.setattr("server.datafiles.text.table.cell_columns", None)  # it would be called
    found = read(path).columns
    assert found["value"].tolist() == [i / 7 for i in range(100)]
    assert found["day"][29] == np.datetime64("2020-01-02")
    assert found["remark"][99] == "word 99"


@pytest.mark.parametrize(
    "written",
    [
        "2020-01-{:02}", "2020-01-{:02}T10:00:00Z", "2020-01-{:02} 10:00:00.125", "{:02}.01.2020",
        "01/{:02}/20", "202001{:02}", "{}.1.2020", "2020-01-{:02}T10:00:00+02:00", "{:02}-Jan-2020",
    ],
)  # fmt: skip
def test_dates_beside_numbers_are_read_as_without_compiled_code(tmp_path, monkeypatch, written):
    path = tmp_path / "a.csv"
    path.write_text(
        "when,value\n" + "".join(f"{written.format(i % 28 + 1)},{i}\n" for i in range(60))
    )
    found = outcome(path, Options(header=1))
    monkeypatch.setenv(native.SWITCH, "1")
    assert found == outcome(path, Options(header=1))
    assert "<M8" in found[0]["when"][0]


@pytest.mark.parametrize(
    ("data", "lines", "delimiter", "width"),
    [
        (b"1,2\n3,4,5\n6\n", 3, b",", 2),
        (b"1,2\n\n3,4\n", 3, b",", 2),
        (b"1,x\n", 1, b",", 2),
        (b"1,-\n", 1, b",", 2),
        (b"1,.\n", 1, b",", 2),
        (b"1,1e\n", 1, b",", 2),
        (b"1,1e+\n", 1, b",", 2),
        (b"1,2 3\n", 1, b",", 2),
        (b"1,0x10\n", 1, b",", 2),
        (b'1,"2"\n', 1, b",", 2),
        (b"# 1,2\n", 1, b",", 2),
        (b"1,\xff\n", 1, b",", 2),
        (b"\n", 1, b",", 1),
        (b" \n", 1, native.BLANKS, 1),
        (b"1 2 3\n", 1, native.BLANKS, 2),
        (b"1\n", 1, native.BLANKS, 2),
        (b"1,2", 0, b",", 2),
    ],
)
def test_what_is_not_plain_is_left_alone(data, lines, delimiter, width):
    assert native.plain_numbers(data, lines, delimiter, b".", width) is None


def test_blanks_and_gaps():
    found = native.plain_numbers(b"  1\t 2 \n3 4\n", 2, native.BLANKS, b".", 2)
    assert found.tolist() == [[1, 2], [3, 4]]
    found = native.plain_numbers(b" 1 ,\n,2\n", 2, b",", b".", 2)
    np.testing.assert_array_equal(found, [[1, np.nan], [np.nan, 2]])


def test_a_comment_that_begins_like_a_number_is_not_read_as_one():
    lines = b"1,2\n-9,9\n"
    assert number_block(lines, RowForm(",", comment="#"), NumberForm(), 2).tolist() == [
        [1, 2],
        [-9, 9],
    ]
    assert number_block(lines, RowForm(",", comment="-"), NumberForm(), 2) is None


def test_it_can_be_switched_off(monkeypatch):
    monkeypatch.setenv(native.SWITCH, "1")
    assert not native.available()
    assert native.plain_numbers(b"1,2\n", 1, b",", b".", 2) is None
    assert number_block(b"1,2\n", RowForm(","), NumberForm(), 2).tolist() == [[1, 2]]


def test_more_odd_cells_than_are_told_of_are_left_to_the_slow_way():
    data = b"1e-320\n" * (native.ODD + 1)
    assert native.plain_numbers(data, native.ODD + 1, b",", b".", 1) is None
    data = b"1e-320\n" * native.ODD
    assert native.plain_numbers(data, native.ODD, b",", b".", 1).tolist() == [[1e-320]] * native.ODD
