"""What is to be known about one whole number of up to 64 bits.

Sources: Miller-Rabin with fixed bases is a proof below 3.18e23 (J. Sorenson and J. Webster, "Strong
pseudoprimes to twelve prime bases", Math. Comp. 86, 2017); the factors are found by Brent's form
of Pollard's rho (R. P. Brent, "An improved Monte Carlo factorization algorithm", BIT 20, 1980).
"""

import math
from collections import Counter
from itertools import count
from typing import NamedTuple

BITS = 64
LOWEST, HIGHEST = -(2 ** (BITS - 1)), 2 ** (BITS - 1) - 1

WITNESSES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
SMALL_PRIMES = tuple(n for n in range(2, 1000) if all(n % d for d in range(2, math.isqrt(n) + 1)))


class Factor(NamedTuple):
    """A prime and how often it divides."""

    prime: int
    exponent: int


def is_prime(n: int) -> bool:
    """Whether ``n`` (below 3.18e23) is a prime number; proven, not only likely."""
    if n < 2:
        return False
    for prime in WITNESSES:
        if n % prime == 0:
            return n == prime
    twos = ((n - 1) & (1 - n)).bit_length() - 1  # n - 1 = odd * 2**twos
    odd = (n - 1) >> twos
    return not any(_is_witness(base, n, odd, twos) for base in WITNESSES)


def _is_witness(base: int, n: int, odd: int, twos: int) -> bool:
    """Whether ``base`` shows that ``n`` is composite."""
    x = pow(base, odd, n)
    if x in {1, n - 1}:
        return False
    for _ in range(twos - 1):
        x = x * x % n
        if x == n - 1:
            return False
    return True


def factorise(n: int) -> tuple[Factor, ...]:
    """The prime factors of ``n`` >= 1 in ascending order; empty for 1."""
    if n < 1:
        raise ValueError("only positive numbers have a prime factorisation")
    found: Counter[int] = Counter()
    for prime in SMALL_PRIMES:
        while n % prime == 0:
            found[prime] += 1
            n //= prime
    rest = [n] if n > 1 else []
    while rest:
        part = rest.pop()
        if is_prime(part):
            found[part] += 1
        else:
            divisor = _find_divisor(part)
            rest += [divisor, part // divisor]
    return tuple(Factor(prime, found[prime]) for prime in sorted(found))


def _find_divisor(n: int) -> int:
    """A divisor of the composite ``n`` other than 1 and ``n``."""
    root = math.isqrt(n)
    if root * root == n:  # rho rarely splits the square of a prime
        return root
    return next(divisor for c in count(1) if (divisor := _rho(n, c)) not in {1, n})


def _rho(n: int, c: int, batch: int = 128) -> int:
    """One run of Pollard's rho with x -> x*x + c: a divisor of ``n``, or ``n`` when it failed."""
    y = mark = start = 2
    divisor = product = length = 1
    while divisor == 1:
        mark = y
        for _ in range(length):
            y = (y * y + c) % n
        done = 0
        while done < length and divisor == 1:
            start = y
            for _ in range(min(batch, length - done)):
                y = (y * y + c) % n
                product = product * abs(mark - y) % n
            divisor = math.gcd(product, n)
            done += batch
        length *= 2
    if divisor < n:
        return divisor
    divisor = 1  # several factors met within one batch: walk it again, step by step
    while divisor == 1:
        start = (start * start + c) % n
        divisor = math.gcd(abs(mark - start), n)
    return divisor


def divisor_count(factors: tuple[Factor, ...]) -> int:
    """How many positive numbers divide the number with these ``factors``."""
    return math.prod(factor.exponent + 1 for factor in factors)


def divisors(factors: tuple[Factor, ...]) -> tuple[int, ...]:
    """All positive divisors of the number with these ``factors``, ascending."""
    found = [1]
    for prime, exponent in factors:
        found = [d * prime**power for d in found for power in range(exponent + 1)]
    return tuple(sorted(found))


def integer_root(n: int, degree: int) -> int | None:
    """The whole ``degree``-th root of ``n``, or None where there is none."""
    if n < 0:
        root = integer_root(-n, degree) if degree % 2 else None
        return None if root is None else -root
    guess = round(n ** (1 / degree))
    return next((r for r in (guess - 1, guess, guess + 1) if r >= 0 and r**degree == n), None)


def next_prime(n: int) -> int:
    """The smallest prime above ``n``."""
    return next(candidate for candidate in count(max(n + 1, 2)) if is_prime(candidate))


def previous_prime(n: int) -> int | None:
    """The largest prime below ``n``; None for 2 and less."""
    return next((candidate for candidate in range(n - 1, 1, -1) if is_prime(candidate)), None)


def bit_pattern(n: int) -> str:
    """The 64 bits by which a computer holds ``n`` (two's complement), highest first."""
    return format(n % 2**BITS, f"0{BITS}b")


def digit_sum(n: int) -> int:
    """The sum of the decimal digits, without the sign."""
    return sum(int(digit) for digit in str(abs(n)))
