"""Powers, against values worked out by hand or known exactly."""

import math
import subprocess
import sys

import numpy as np
import pytest

from server.errors import InputError
from server.science.power import MAX_DIGITS, decimal_text, digit_count, power
from server.tools.power import TOOL, PowerParameters


@pytest.mark.parametrize(
    ("base", "exponent", "result"),
    [
        (2, 10, 1024),
        (-2, 3, -8),
        (-2, 2, 4),
        (0, 0, 1),
        (0, 5, 0),
        (1, 10**900, 1),
        (-1, 10**900 + 1, -1),
        (-1, 10**900, 1),
        (0, 10**900, 0),
        (10, 30, 10**30),
        (2, -3, 0.125),
        (2.5, 2, 6.25),
        (2, 0.5, math.sqrt(2)),
        (-2.0, 3, -8.0),
        (0.5, 2000, 0.0),
        (1e308, 1, 1e308),
    ],
)
def test_powers(base, exponent, result):
    found = power(base, exponent)
    assert found == result
    assert type(found) is type(result)


def test_2_to_the_1000_in_full():
    digits = (
        "10715086071862673209484250490600018105614048117055336074437503883703510511249361224931983788"
        "15695858127594672917553146825187145285692314043598457757469857480393456777482423098542107460"
        "50623711418779541821530464749835819412673987675591655439460770629145711964776865421676604298"
        "31652624386837205668069376"
    )
    assert decimal_text(power(2, 1000)) == digits
    assert digit_count(2**1000) == 302


def test_the_longest_exact_result():
    assert digit_count(power(10, MAX_DIGITS - 1)) == MAX_DIGITS
    with pytest.raises(InputError, match="digits"):
        power(10, MAX_DIGITS)


@pytest.mark.parametrize(
    ("base", "exponent", "field"),
    [
        (0, -1, "exponent"),
        (0.0, -0.5, "exponent"),
        (-8, 1 / 3, "exponent"),
        (1e308, 2, "exponent"),
        (2, 10**12, "exponent"),
        (2, 10**900, "exponent"),
        (10**400, 0.5, "base"),
        (0.5, 10**400, "exponent"),
    ],
)
def test_what_has_no_result_is_refused_at_its_field(base, exponent, field):
    with pytest.raises(InputError) as caught:
        power(base, exponent)
    assert caught.value.field == field


def test_the_page_shows_the_exact_result_in_full(client):
    page = client.get("/power?base=2&exponent=1000")
    assert decimal_text(2**1000) in page.text


def test_a_refused_form_keeps_what_was_typed(client):
    page = client.get("/power?base=0&exponent=-1")
    assert page.status_code == 422
    assert 'value="-1"' in page.text
    assert "0 has no negative powers" in page.text.replace("No", "no")


def test_nothing_typed_is_executed(client):
    page = client.get("/power", query_string={"base": "<script>alert(1)</script>"})
    assert page.status_code == 422
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


@pytest.mark.parametrize(
    ("base", "exponent"), [("2", "10"), ("2", "1000"), ("-3", "5"), ("2.5", "-0.5"), ("1e3", "2")]
)
def test_the_script_prints_the_same(tmp_path, base, exponent):
    parameters = PowerParameters(base=base, exponent=exponent)
    file = tmp_path / "power.py"
    file.write_text(TOOL.script(parameters), encoding="utf-8")
    run = subprocess.run([sys.executable, "-I", file], capture_output=True, text=True, check=True)
    assert run.stdout.strip().rpartition(",")[2] == decimal_text(TOOL.compute(parameters))


def test_large_results_leave_as_exact_text_and_small_ones_as_integers(client):
    import io

    small = np.load(io.BytesIO(client.get("/power.npy?base=2&exponent=62").data))
    assert small["result"].dtype == np.int64
    assert small["result"][0] == 2**62
    large = np.load(io.BytesIO(client.get("/power.npy?base=2&exponent=1000").data))
    assert int(large["result"][0]) == 2**1000
