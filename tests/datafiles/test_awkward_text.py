import math

import numpy as np
import pytest
from awkward import CASES

from server.datafiles.files import describe, read
from server.datafiles.options import Options, Selection
from server.errors import InputError


def plain(array):
    """An array as a list: gaps are None, dates ISO texts."""
    if array.dtype.kind == "M":
        return [None if text == "NaT" else text for text in np.datetime_as_string(array).tolist()]
    if array.dtype.kind == "f":
        return [None if math.isnan(value) else value for value in array.tolist()]
    return [str(value) for value in array.tolist()]


@pytest.mark.parametrize(
    ("content", "wanted"), [c[1:] for c in CASES if c[2]], ids=[c[0] for c in CASES if c[2]]
)
def test_is_understood(put, content, wanted):
    path = put(content, "table.txt")
    columns = read(path, options=Options(layout="table")).columns
    assert {name: plain(array) for name, array in columns.items()} == wanted
    assert [column.name for column in describe(path, Options(layout="table")).columns] == [*wanted]


def test_there_are_enough():
    assert len(CASES) >= 60


def guess(description, option):
    return next((g for g in description.guesses if g.option == option), None)


def test_units_come_from_a_row_of_their_own_or_from_the_names(put):
    columns = describe(put("t,U\ns,mV\n0,1\n1,2\n")).columns
    assert [(c.name, c.unit) for c in columns] == [("t", "s"), ("U", "mV")]
    columns = describe(put("t (s),U [mV],p / kPa,lead_mv,n_total\n1,2,3,4,5\n")).columns
    assert [(c.label, c.unit) for c in columns] == [
        ("t", "s"),
        ("U", "mV"),
        ("p", "kPa"),
        ("lead", "mV"),
        ("n_total", ""),
    ]


def test_the_order_of_day_and_month_can_be_told(put):
    path = put("t,v\n01/02/2020,1\n02/02/2020,2\n")
    found = guess(describe(path), "dates")
    assert (found.value, found.alternatives) == ("day-first", ("day-first", "month-first"))
    dates = read(path, options=Options(dates="month-first")).columns["t"]
    assert plain(dates) == ["2020-01-02", "2020-02-02"]


def test_every_guess_can_be_overridden(put):
    path = put("# note\nx;y\n1,5;2\n2,5;3\n")
    assert list(read(path, options=Options(delimiter=";", header=0)).columns) == [
        "column 1",
        "column 2",
    ]
    told = Options(delimiter=";", decimal=".", types={"x": "text"})
    assert plain(read(path, options=told).columns["x"]) == ["1,5", "2,5"]
    found = describe(path)
    assert (guess(found, "delimiter").value, guess(found, "decimal").value) == (";", ",")
    assert guess(found, "comment").value == "#"
    assert guess(found, "header").value == "2"


def test_header_and_units_by_line(put):
    path = put("made by hand\n1,2\na,b\nV,A\n3,4\n5,6\n")
    found = describe(path, Options(header=3, units_row=4))
    assert [(c.name, c.unit) for c in found.columns] == [("a", "V"), ("b", "A")]
    assert found.rows == 2


def test_own_words_for_gaps(put):
    path = put("a,b\n1,2\n-999,3\nxx,4\n")
    columns = read(path, options=Options(missing=("-999", "xx"))).columns
    assert plain(columns["a"]) == [1, None, None]


def test_what_could_not_be_read_is_told_by_line_and_column(put):
    path = put("# note\nt,v\n1,1\n2,2\n\n3,ERR\n4,4\n5\n6,7,8\n9,9\n")
    told = [(p.line, p.column) for p in read(path).problems.first]
    assert told == [(6, 2), (8, 1), (9, 3)]
    assert "“ERR”" in describe(path).problems.first[0].message


def test_many_problems_are_counted_and_the_first_kept(put):
    path = put("t,v\n" + "".join(f"{i},{'bad' if i % 5 == 0 else i}\n" for i in range(1000)))
    problems = read(path).problems
    assert (problems.count, len(problems.first)) == (200, 100)
    assert problems.first[0].line == 2


def test_an_unclosed_quotation_mark_does_not_swallow_the_file(put):
    rows = "".join(f'{i},"x{i}"\n' for i in range(30_000))
    path = put('a,b\n1,"open\n' + rows)
    contents = read(path)
    assert len(contents.columns["a"]) > 25_000
    assert "never closed" in contents.problems.first[0].message


def test_a_later_letter_in_another_encoding_is_told(put):
    content = b"t,v\n" + b"1,2\n" * 100_000 + b"2,\xb5\n"
    contents = read(put(content))
    assert len(contents.columns["t"]) == 100_001
    assert contents.problems.first[0].line == 100_002


def test_a_field_with_labels(put):
    path = put("nm,400,410,420,430,440\n0,1,2,3,4,5\n1,2,3,4,5,6\n")
    field = read(path)
    assert field.values.tolist() == [[1, 2, 3, 4, 5], [2, 3, 4, 5, 6]]
    assert field.rows.tolist() == [0, 1]
    assert field.columns.tolist() == [400, 410, 420, 430, 440]
    assert guess(describe(path), "layout").alternatives == ("table",)


def test_numbers_without_names_are_a_field_if_they_are_many(put):
    path = put("".join(" ".join(str(i * 20 + j) for j in range(20)) + "\n" for i in range(5)))
    assert read(path).values.shape == (5, 20)
    assert len(read(path, options=Options(layout="table")).columns) == 20


@pytest.mark.parametrize(
    "options",
    [
        {"encoding": "rot13"},
        {"decimal": "x"},
        {"delimiter": "ab"},
        {"delimiter": "\n"},
        {"quote": "''"},
        {"dates": "year-first"},
        {"layout": "cube"},
        {"channel": "violet"},
        {"types": {"t": "colour"}},
        {"header": -1},
    ],
)
def test_options_that_cannot_be(options):
    with pytest.raises(InputError) as caught:
        Options(**options)
    assert caught.value.field == next(iter(options))
    assert caught.value.allowed


def test_x_must_be_a_column_of_numbers_or_dates(put):
    path = put("t,v,w\n1,5,a\n2,4,b\n3,4,c\n")
    assert describe(path, Options(x="v")).sampling.kind == "unordered"
    for x in ("w", "nothing"):
        with pytest.raises(InputError, match="no column of numbers or dates"):
            describe(path, Options(x=x))


LOGGER = "Date;Time;T\n31.01.2020;23:59:30;1,5\n01.02.2020;00:00:30;2\n01.02.2020;;3\n"


def test_a_date_and_a_time_of_day_are_one_moment(put):
    path = put(LOGGER)
    columns = read(path).columns
    assert plain(columns["Date"]) == ["2020-01-31T23:59:30", "2020-02-01T00:00:30", None]
    assert plain(columns["Time"]) == [86370, 30, None]
    assert guess(describe(path), "join").value == "Date + Time"
    assert list(read(path, Selection(columns=("Date",))).columns) == ["Date"]
    alone = read(path, Selection(columns=("Date",))).columns["Date"]
    assert plain(alone)[0] == "2020-01-31T23:59:30"
    apart = read(path, options=Options(join=False)).columns["Date"]
    assert plain(apart) == ["2020-01-31", "2020-02-01", "2020-02-01"]


def test_a_date_and_a_duration_stay_apart(put):
    path = put("day,lasted\n2020-01-31,30:00:00\n2020-02-01,26:30:00\n")
    assert plain(read(path).columns["day"]) == ["2020-01-31", "2020-02-01"]
    assert guess(describe(path), "join") is None


def test_fractions_of_a_clock_time_are_kept(put):
    path = put("day,clock,v\n2020-01-31,12:00:00.25,1\n2020-01-31,12:00:00.50,2\n")
    assert plain(read(path).columns["day"])[0] == "2020-01-31T12:00:00.250000"
    assert describe(path).sampling.step == 0.25
