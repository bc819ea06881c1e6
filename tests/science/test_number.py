"""Facts about whole numbers, against values from the literature and by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.science.number import (
    HIGHEST,
    LOWEST,
    bit_pattern,
    digit_sum,
    divisor_count,
    divisors,
    factorise,
    integer_root,
    is_prime,
    next_prime,
    previous_prime,
)


def test_primes_below_a_thousand_are_those_of_a_sieve():
    sieve = {n for n in range(2, 1000) if all(n % d for d in range(2, n))}
    assert {n for n in range(-5, 1000) if is_prime(n)} == sieve
    assert len(sieve) == 168


@pytest.mark.parametrize(
    "composite",
    [
        561,  # Carmichael
        2047,  # strong pseudoprime to base 2
        3215031751,  # ... to bases 2, 3, 5 and 7
        3825123056546413051,  # ... to all bases up to 23
        341550071728321,  # ... to all bases up to 17
    ],
)
def test_numbers_that_fool_weaker_tests_are_composite(composite):
    assert not is_prime(composite)


def test_the_largest_primes_of_64_bits_are_known():
    assert is_prime(2**61 - 1)
    assert previous_prime(2**63) == 2**63 - 25
    assert previous_prime(2**64) == 2**64 - 59


@pytest.mark.parametrize(
    ("number", "factors"),
    [
        (1, ()),
        (2, ((2, 1),)),
        (42, ((2, 1), (3, 1), (7, 1))),
        (1024, ((2, 10),)),
        (2**63, ((2, 63),)),
        (HIGHEST, ((7, 2), (73, 1), (127, 1), (337, 1), (92737, 1), (649657, 1))),
        (1009**3, ((1009, 3),)),
        (2147483647**2, ((2147483647, 2),)),
        (3037000493 * 3037000453, ((3037000453, 1), (3037000493, 1))),  # the hardest kind
        (4294967291 * 2147483629, ((2147483629, 1), (4294967291, 1))),
    ],
)
def test_factors(number, factors):
    assert factorise(number) == factors


@given(st.integers(1, HIGHEST))
def test_the_product_of_prime_factors_is_the_number(number):
    factors = factorise(number)
    assert math.prod(prime**exponent for prime, exponent in factors) == number
    assert all(is_prime(prime) for prime, _ in factors)


@given(st.integers(1, 20_000))
def test_divisors_are_those_that_divide(number):
    expected = tuple(d for d in range(1, number + 1) if number % d == 0)
    assert divisors(factorise(number)) == expected
    assert divisor_count(factorise(number)) == len(expected)


@pytest.mark.parametrize("number", [0, -1])
def test_only_positive_numbers_are_factorised(number):
    with pytest.raises(ValueError, match="positive"):
        factorise(number)


@given(st.integers(-(2**21), 2**21))
def test_roots_of_powers_are_found(root):
    assert integer_root(root**3, 3) == root
    assert integer_root(root**2, 2) == abs(root)


def test_there_are_no_whole_roots_beside_the_powers():
    for root in (2, 3037000499, 2097151):
        assert integer_root(root**2 + 1, 2) is None
        assert integer_root(root**3 - 1, 3) is None
    assert integer_root(-4, 2) is None


def test_neighbouring_primes():
    assert (previous_prime(42), next_prime(42)) == (41, 43)
    assert (previous_prime(2), next_prime(-7)) == (None, 2)


def test_bits_are_twos_complement():
    assert bit_pattern(5) == "0" * 61 + "101"
    assert bit_pattern(-1) == "1" * 64
    assert bit_pattern(LOWEST) == "1" + "0" * 63


def test_digit_sum_leaves_the_sign_out():
    assert (digit_sum(-1234), digit_sum(0)) == (10, 0)
