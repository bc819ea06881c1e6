"""Lines of numbers are understood however they are cut into pieces."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from server.live.sources.lines import LineParser


@settings(deadline=None)
@given(st.lists(st.integers(1, 9), max_size=30), st.sampled_from([b",", b";", b"\t", b" "]))
def test_lines_are_the_same_however_they_are_cut(sizes, delimiter):
    text = b"".join(b"%d%s%.1f\r\n" % (n, delimiter, n / 2) for n in range(40))
    text = text.replace(b"7" + delimiter, b"nan" + delimiter)
    parser, rows, at = LineParser(), [], 0
    for size in [*sizes, len(text)]:
        rows.append(parser.feed(text[at : at + size]).reshape(-1, 2))
        at += size
    whole = LineParser().feed(text)
    np.testing.assert_array_equal(np.concatenate(rows), whole)
    assert whole.shape == (40, 2)
    assert np.isnan(whole[7, 0])


def test_lines_name_their_columns_and_leave_out_what_does_not_fit():
    parser = LineParser()
    text = (
        b"# made by a pump\n\n\xef\xbb\xbfpressure_bar,T (degC)\n1,20\n2\n3,x\n4,5,6\nword,x\n7,8\n"
    )
    values = parser.feed(text)
    assert (parser.names, parser.units) == (("pressure", "T"), ("bar", "degC"))
    np.testing.assert_array_equal(values, [[1, 20], [3, np.nan], [7, 8]])
    assert parser.bad == 3
    assert len(parser.feed(b"9" * 70_000)) == 0
    assert parser.bad == 4
    np.testing.assert_array_equal(parser.feed(b"\n1,2\n"), [[1, 2]])


def test_a_missing_cell_does_not_take_from_the_next_line():
    parser = LineParser()
    np.testing.assert_array_equal(parser.feed(b"1,2\n3\n4,5,6\n7,8\n"), [[1, 2], [7, 8]])
    assert parser.bad == 2
