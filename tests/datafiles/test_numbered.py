"""Lines of names that are numbers are told from data; where that is doubtful, data they stay."""

import pytest

from server.datafiles import files
from server.datafiles.options import Options

NAMED = {
    "positions over words": "0;1\n0;good\n1;bad\n2;good\n3;bad\n",
    "years over words and numbers": "2020,2021,2022\nred,4,8\ngreen,5,1\nblue,3,7\n",
    "a corner and two years": "town;2019;2020\nBerlin;5;7\nMunich;7;5\nKiel;3;9\n",
    "a corner and wavelengths": "nm,400,410,420,430\nred,1,2,4,4\nblue,3,1,2,3\nbrown,4,3,2,1\n",
    "as pandas names what has no names": "0,1,2\n0.5,0.6,0.7\n1.5,1.6,1.7\n2.5,-2.6,2.7\n",
    "below a banner": "Export of today\n0;1\n0;good\n1;bad\n2;good\n",
}
DATA = {
    "a ramp": "0,1,2\n1,2,3\n2,3,4\n3,4,5\n",
    "counts of things": "Berlin;5;6\nMunich;7;9\nKiel;3;4\nBonn;1;8\n",
    "three counts in even steps": "a;1;2;3\nb;4;9;1\nc;7;5;3\nd;7;1;2\n",
    "a remark that is a number": "0;12\n1;good\n2;A 7\n3;15\n",
    "too few rows to tell": "0;1\n0;good\n1;bad\n",
    "whole numbers among others": "0,1,2\n0.5,0.6,0.7\n1,1.6,1.7\n2.5,-2.6,2.7\n",
    "below a line of names": "n;m;k\n0;1;x\n1;2;y\n2;3;z\n3;4;u\n",
}


@pytest.fixture
def described(tmp_path):
    def described(text, **options):
        path = tmp_path / "table.csv"
        path.write_text(text)
        return files.describe(path, options=Options(**options), complete=True)

    return described


@pytest.mark.parametrize("text", NAMED.values(), ids=NAMED)
def test_numbers_that_name_columns_are_names(described, text):
    header = next(line for line in text.splitlines() if "Export" not in line)
    names = header.replace(",", ";").split(";")
    found = described(text)
    assert [column.name for column in found.columns] == names
    assert found.rows == len(text.splitlines()) - text.splitlines().index(header) - 1


@pytest.mark.parametrize("text", DATA.values(), ids=DATA)
def test_numbers_that_may_be_data_are_data(described, text):
    header = int(text.startswith("n;"))
    assert described(text).rows == len(text.splitlines()) - header


def test_the_other_choice_is_offered(described):
    guesses = {guess.option: guess for guess in described(DATA["a ramp"]).guesses}
    assert (guesses["header"].value, guesses["header"].alternatives) == ("0", ("1",))
    assert [c.name for c in described(DATA["a ramp"], header=1).columns] == ["0", "1", "2"]
    assert described(NAMED["positions over words"], header=0).rows == 5
