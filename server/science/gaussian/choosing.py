"""Which way of filtering is taken."""

from typing import Literal, get_args

from server.science import native
from server.science.gaussian.direct import MAX_RADIUS, Direct
from server.science.gaussian.filter import Filter
from server.science.gaussian.overlap import Overlap, transform_size
from server.science.gaussian.pieces import Way
from server.science.gaussian.products import Products
from server.science.gaussian.products import chunk_length as products_length
from server.science.gaussian.sliding import Sliding, chunk_length, reaches
from server.science.gaussian.source import Source
from server.science.gaussian.wide import Wide, block_size
from server.science.gaussian.wide import chunk_length as wide_length

Method = Literal["auto", "direct", "sliding", "products", "overlap"]
METHODS: tuple[Method, ...] = get_args(Method)
SMALL = 1_000_000  # samples times kernel length: scipy's own way takes a millisecond
NARROW = 6  # radius up to which the sum as defined is quicker than sliding sums


def chosen(n: int, how: Filter, method: Method = "auto") -> Method:
    """The way for ``n`` values: never ``auto``.

    Raises ValueError where ``method`` cannot do what is asked for.
    """
    if method == "sliding" and not (native.available() and reaches(how)):
        raise ValueError(f"sliding sums cannot do this filter. {native.reason()}".rstrip())
    if method != "auto":
        return method
    small = n * (2 * how.radius + 1) <= SMALL
    if small or (native.available() and how.radius <= NARROW):
        return "direct"
    if native.available() and reaches(how):
        return "sliding"
    if how.radius <= 4:
        return "direct"
    return "products" if reaches(how) else "overlap"


def chunk_of(method: Method, n: int, how: Filter) -> int:
    """How long the chunks of a way are."""
    if method == "sliding":
        wide = block_size(how) > 0
        return wide_length(n, how.radius)[0] if wide else chunk_length(n, how.radius)
    if method == "products":
        return products_length(n, how.radius)
    if method == "overlap":
        return transform_size(how.radius, n) - 2 * how.radius
    return Direct.length


def way_of(method: Method, source: Source, how: Filter) -> Way:
    """The way that ``chosen`` named."""
    library = native.library()
    if method == "sliding" and library is not None:
        return (Wide if block_size(how) else Sliding)(library, source, how)
    if method == "products":
        return Products(source, how)
    if method == "overlap":
        return Overlap(source, how)
    small = source.n * (2 * how.radius + 1) <= SMALL
    return Direct(source, how, None if small or how.radius > MAX_RADIUS else library)
