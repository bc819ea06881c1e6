"""Text files as laboratories write them, with what must be understood of each.

A case is (name, content, columns expected). A column's values are numbers (None for a gap), texts,
or dates as ISO 8601.
"""

import codecs
import gzip

CASES = [
    (
        "semicolons and decimal commas",
        "t;U\n0,5;1,25\n1,5;-3,5e2\n",
        {"t": [0.5, 1.5], "U": [1.25, -350]},
    ),
    ("tabs and decimal commas", "t\tU\n0,5\t1,25\n1,5\t2\n", {"t": [0.5, 1.5], "U": [1.25, 2]}),
    ("blanks and decimal commas", "t U\n0,5 1,25\n1,5 2,0\n", {"t": [0.5, 1.5], "U": [1.25, 2]}),
    ("bars", "a|b\n1|2\n3|4\n", {"a": [1, 3], "b": [2, 4]}),
    ("blanks after commas", "a, b\n1, 2\n3, 4\n", {"a": [1, 3], "b": [2, 4]}),
    ("blanks in front and behind", "  a   b\n  1   2  \n 10  20\n", {"a": [1, 10], "b": [2, 20]}),
    ("tabs and blanks mixed", "a b\n1 \t2\n3\t 4\n", {"a": [1, 3], "b": [2, 4]}),
    ("one column", "v\n1\n2\n", {"v": [1, 2]}),
    ("one column without a name", "1\n2\n3\n", {"column 1": [1, 2, 3]}),
    ("no names", "1,2\n3,4\n", {"column 1": [1, 3], "column 2": [2, 4]}),
    ("one row", "a,b\n1,2\n", {"a": [1], "b": [2]}),
    ("no line end after the last row", "a,b\n1,2\n3,4", {"a": [1, 3], "b": [2, 4]}),
    ("carriage returns", "a,b\r\n1,2\r\n3,4\r\n", {"a": [1, 3], "b": [2, 4]}),
    ("carriage returns alone", "a,b\r1,2\r3,4\r", {"a": [1, 3], "b": [2, 4]}),
    ("carriage returns doubled", "a,b\r\r\n1,2\r\r\n3,4\r\r\n", {"a": [1, 3], "b": [2, 4]}),
    ("blank lines", "\n\na,b\n\n1,2\n\n3,4\n\n\n", {"a": [1, 3], "b": [2, 4]}),
    ("a mark of UTF-8", codecs.BOM_UTF8 + b"a,b\n1,2\n", {"a": [1], "b": [2]}),
    ("UTF-16 with a mark", "t (µs),b\n1,2\n".encode("utf-16"), {"t (µs)": [1], "b": [2]}),
    ("UTF-16, big end first", "a,b\n1,2\n3,4\n".encode("utf-16-be"), {"a": [1, 3], "b": [2, 4]}),
    ("UTF-16, little end first", "a,b\n1,2\n3,4\n".encode("utf-16-le"), {"a": [1, 3], "b": [2, 4]}),
    ("UTF-32", "a,b\n1,2\n".encode("utf-32"), {"a": [1], "b": [2]}),
    ("Latin-1", "T [°C],b\n1,2\n".encode("latin-1"), {"T [°C]": [1], "b": [2]}),
    ("gzip", gzip.compress(b"a,b\n1,2\n3,4\n"), {"a": [1, 3], "b": [2, 4]}),
    (
        "gzip in two members",
        gzip.compress(b"a,b\n1,2\n") + gzip.compress(b"3,4\n"),
        {"a": [1, 3], "b": [2, 4]},
    ),
    ("comments above", "# by hand\n# on a Tuesday\na,b\n1,2\n", {"a": [1], "b": [2]}),
    ("comments between", "a,b\n1,2\n# paused\n3,4\n", {"a": [1, 3], "b": [2, 4]}),
    ("names in a comment", "# x y\n1.0 2.0\n3.0 4.0\n", {"x": [1, 3], "y": [2, 4]}),
    (
        "names with units in a comment",
        "% t [s]  U [mV]\n1 2\n3 4\n",
        {"t [s]": [1, 3], "U [mV]": [2, 4]},
    ),
    ("a banner", "Oscilloscope 3000\nSerial 1234\n\nt,U\n0,1\n1,2\n", {"t": [0, 1], "U": [1, 2]}),
    (
        "a banner of the table's width",
        "Operator,Ada\nDate,2020-01-31\nRate,1000\nt,U\n0,1\n1,2\n2,3\n",
        {"t": [0, 1, 2], "U": [1, 2, 3]},
    ),
    ("a row of units", "t,U\ns,mV\n0,1\n1,2\n", {"t": [0, 1], "U": [1, 2]}),
    ("a row of units in brackets", "t;U\n[s];[mV]\n0;1\n1;2\n", {"t": [0, 1], "U": [1, 2]}),
    ("names twice", "a,a,a\n1,2,3\n", {"a": [1], "a (2)": [2], "a (3)": [3]}),
    ("a name missing", "a,,c\n1,2,3\n4,5,6\n", {"a": [1, 4], "column 2": [2, 5], "c": [3, 6]}),
    (
        "names of rows as R writes them",
        "x y\nfirst 1 2\nsecond 3 4\n",
        {"column 1": ["first", "second"], "x": [1, 3], "y": [2, 4]},
    ),
    ("a comma at the end of lines", "a,b,\n1,2,\n3,4,\n", {"a": [1, 3], "b": [2, 4]}),
    (
        "words for gaps",
        "a,b\n1,NA\nNaN,2\nn/a,--\nnull,3\n",
        {"a": [1, None, None, None], "b": [None, 2, None, 3]},
    ),
    ("empty cells", "a,b\n1,\n,2\n,\n3,4\n", {"a": [1, None, None, 3], "b": [None, 2, None, 4]}),
    ("signs and points", "a,b\n+1.5,.5\n-.25,5.\n", {"a": [1.5, -0.25], "b": [0.5, 5]}),
    ("Fortran's exponents", "a b\n1.0D+02 1d-1\n2.0D+00 3\n", {"a": [100, 2], "b": [0.1, 3]}),
    ("a true minus", "a;b\n−1,5;2,5\n−2;3\n", {"a": [-1.5, -2], "b": [2.5, 3]}),
    (
        "infinities",
        "a,b\ninf,1\n-Infinity,2\n1.#INF,3\n",
        {"a": [float("inf"), float("-inf"), float("inf")], "b": [1, 2, 3]},
    ),
    (
        "thousands with commas",
        'a;b\n"1,234.5";1.5\n"12,345,678.0";2.5\n',
        {"a": [1234.5, 12345678], "b": [1.5, 2.5]},
    ),
    (
        "thousands with points",
        "a;b\n1.234,5;1,5\n12.345.678,0;2,5\n",
        {"a": [1234.5, 12345678], "b": [1.5, 2.5]},
    ),
    ("numbers in quotes", '"a","b"\n"1.5","2"\n"3","4"\n', {"a": [1.5, 3], "b": [2, 4]}),
    (
        "decimal commas in quotes",
        '"a","b"\n"1,5","2,25"\n"3,5","4,0"\n',
        {"a": [1.5, 3.5], "b": [2.25, 4]},
    ),
    ("commas in quoted words", 'a,b\n1,"x, y"\n2,"z"\n', {"a": [1, 2], "b": ["x, y", "z"]}),
    ("lines in quoted words", 'a,b\n1,"x\ny"\n2,z\n', {"a": [1, 2], "b": ["x\ny", "z"]}),
    ("quotes in quoted words", 'a,b\n1,"say ""hi"""\n2,z\n', {"a": [1, 2], "b": ['say "hi"', "z"]}),
    ("inches", 'd,n\n5",1\n6",2\n7",3\n', {"d": ['5"', '6"', '7"'], "n": [1, 2, 3]}),
    ("single quotes", "a;b\n'x;y';1\n'z';2\n", {"a": ["x;y", "z"], "b": [1, 2]}),
    (
        "fixed width with gaps",
        (
            "station    temp   wind\nAlpha      12.5    3.0\nBeta               4.0\n"
            "Gamma      -1.5\nDelta       9.0   10.0\n"
        ),
        {
            "station": ["Alpha", "Beta", "Gamma", "Delta"],
            "temp": [12.5, None, -1.5, 9],
            "wind": [3, 4, None, 10],
        },
    ),
    (
        "ISO dates",
        "t,v\n2020-01-31,1\n2020-02-01,2\n",
        {"t": ["2020-01-31", "2020-02-01"], "v": [1, 2]},
    ),
    (
        "ISO with zones",
        "t,v\n2020-01-31T12:00:00+02:00,1\n2020-01-31T12:00:00Z,2\n",
        {"t": ["2020-01-31T10:00:00", "2020-01-31T12:00:00"], "v": [1, 2]},
    ),
    (
        "fractions of seconds",
        "t,v\n2020-01-31 12:00:00.5,1\n2020-01-31 12:00:00.75,2\n",
        {"t": ["2020-01-31T12:00:00.500000", "2020-01-31T12:00:00.750000"], "v": [1, 2]},
    ),
    (
        "day first, told by the days",
        "t,v\n31/01/2020,1\n01/02/2020,2\n",
        {"t": ["2020-01-31", "2020-02-01"], "v": [1, 2]},
    ),
    (
        "month first, told by the days",
        "t,v\n01/31/2020,1\n02/01/2020,2\n",
        {"t": ["2020-01-31", "2020-02-01"], "v": [1, 2]},
    ),
    (
        "day first, told by the order",
        "t,v\n01.02.2020,1\n02.02.2020,2\n03.02.2020,3\n",
        {"t": ["2020-02-01", "2020-02-02", "2020-02-03"], "v": [1, 2, 3]},
    ),
    (
        "month first, told by the order",
        "t,v\n02/01/2020,1\n02/02/2020,2\n02/03/2020,3\n",
        {"t": ["2020-02-01", "2020-02-02", "2020-02-03"], "v": [1, 2, 3]},
    ),
    (
        "twelve hours",
        "t;v\n1/31/2020 12:05 AM;1\n1/31/2020 1:05 PM;2\n",
        {"t": ["2020-01-31T00:05:00", "2020-01-31T13:05:00"], "v": [1, 2]},
    ),
    (
        "months by name",
        "t,v\n31-Jan-2020,1\n01-Feb-2020,2\n",
        {"t": ["2020-01-31", "2020-02-01"], "v": [1, 2]},
    ),
    (
        "months by name first",
        "t;v\nJan 31, 2020;1\nFeb 1, 2020;2\n",
        {"t": ["2020-01-31", "2020-02-01"], "v": [1, 2]},
    ),
    (
        "two digits of a year",
        "t;v\n31.01.69;1\n31.01.68;2\n",
        {"t": ["1969-01-31", "2068-01-31"], "v": [1, 2]},
    ),
    (
        "days without marks",
        "t,v\n20200131,1\n20200201,2\n",
        {"t": ["2020-01-31", "2020-02-01"], "v": [1, 2]},
    ),
    (
        "seconds since 1970",
        "timestamp,v\n1580428800,1\n1580428801,2\n",
        {"timestamp": ["2020-01-31T00:00:00.000000", "2020-01-31T00:00:01.000000"], "v": [1, 2]},
    ),
    (
        "milliseconds since 1970",
        "time,v\n1580428800000,1\n1580428800500,2\n",
        {"time": ["2020-01-31T00:00:00.000000", "2020-01-31T00:00:00.500000"], "v": [1, 2]},
    ),
    (
        "a day that is none",
        "t,v\n2020-02-28,1\n2020-02-30,2\n2020-03-01,3\n2020-03-02,4\n",
        {"t": ["2020-02-28", None, "2020-03-01", "2020-03-02"], "v": [1, 2, 3, 4]},
    ),
    ("clock times", "t,v\n00:01:30,1\n01:00:00.5,2\n", {"t": [90, 3600.5], "v": [1, 2]}),
    (
        "long identifiers",
        "id,v\n9007199254740993,1\n9007199254740995,2\n",
        {"id": ["9007199254740993", "9007199254740995"], "v": [1, 2]},
    ),
    (
        "a few words among numbers",
        "t,v\n1,1\n2,2\n3,ERR\n4,4\n5,5\n",
        {"t": [1, 2, 3, 4, 5], "v": [1, 2, None, 4, 5]},
    ),
    (
        "rows too short and too long",
        "a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,1,1\n1,1,1\n",
        {"a": [1, 4, 6, 1, 1], "b": [2, 5, 7, 1, 1], "c": [3, None, 8, 1, 1]},
    ),
    ("a word below the table", "a,b\n1,2\n3,4\nEnd of file\n", {"a": [1, 3], "b": [2, 4]}),
    ("numbers as names", "nm,400,410,420,430,440\n0,1,2,3,4,5\n1,2,3,4,5,6\n", None),
]
