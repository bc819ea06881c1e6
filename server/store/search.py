"""Finding things by words: the beginning of a word is enough, case and accents do not matter."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

SNIPPET = 160  # characters of a text that are shown around what was found
AT_ONCE = 4 * SNIPPET  # that are looked through at once

T = TypeVar("T")
Text = tuple[str, str, int]  # the field's name, its text, its weight


@dataclass(frozen=True)
class Fragment:
    """A piece of a text, and whether it is what was looked for."""

    text: str
    found: bool


@dataclass(frozen=True)
class Hit(Generic[T]):
    """One thing found, with every text in which a word occurs, cut into fragments."""

    thing: T
    score: float
    fields: dict[str, tuple[Fragment, ...]]


def fold(text: str) -> str:
    """``text`` without case, accents and typography: ``CO₂`` and ``Niño`` as ``co2`` and ``nino``.

    One character of ``text`` may become none or several.
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def words_of(text: str) -> tuple[str, ...]:
    """The different words of ``text``, folded."""
    return tuple(dict.fromkeys(re.findall(r"[^\W_]+", fold(text))))


def rank(query: str, things: Sequence[tuple[T, Sequence[Text]]]) -> tuple[Hit[T], ...]:
    """Those of ``things`` that hold all words of ``query``, the best first.

    A whole word counts twice as much as the beginning of one; equal scores keep their order.
    """
    words = words_of(query)
    hits = [_hit(words, thing, texts) for thing, texts in things] if words else []
    return tuple(sorted((hit for hit in hits if hit), key=lambda hit: -hit.score))


def _hit(words: Sequence[str], thing: T, texts: Sequence[Text]) -> Hit[T] | None:
    score = 0
    missing = set(words)
    fields: dict[str, tuple[Fragment, ...]] = {}
    for name, text, weight in texts:
        occurring = words_of(text)
        for word in words:
            if any(other.startswith(word) for other in occurring):
                missing.discard(word)
                score += weight * (2 if word in occurring else 1)
        fragments = mark(text, words)
        if any(fragment.found for fragment in fragments):
            fields[name] = fragments
    return None if missing else Hit(thing, score, fields)


def excerpt(text: str, words: Sequence[str]) -> tuple[Fragment, ...]:
    """As ``mark``; but nothing where none of ``words`` occurs.

    Of a text that may be long, only what leads to the first find is looked at.
    """
    begins = _beginning(tuple(words))
    start = 0
    while start < len(text):
        stop = len(text)
        if stop - start > AT_ONCE:
            stop = text.rfind(" ", start, start + AT_ONCE) + 1
            stop = stop if stop > start else start + AT_ONCE
        if begins.search(fold(text[start:stop])):
            # With the part before, so that the find is seen where it stands.
            return mark(text[max(start - SNIPPET, 0) : stop], words)
        start = stop
    return ()


@lru_cache(maxsize=16)
def _beginning(words: tuple[str, ...]) -> re.Pattern[str]:
    """What finds the place where any word begins with one of ``words``, in folded texts."""
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, words))})")


def mark(text: str, words: Sequence[str]) -> tuple[Fragment, ...]:
    """``text`` (shortened around the first find) cut where words begin with one of ``words``."""
    # origin: which character of text each folded one comes from
    folded, origin = fold(text), list(range(len(text)))
    if not text.isascii():
        plain = [fold(character) for character in text]
        folded = "".join(plain)
        origin = [position for position, part in enumerate(plain) for _ in part]
    spans: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\W_]+", folded):
        sizes = [len(word) for word in words if match[0].startswith(word)]
        if sizes:
            end = match.start() + max(sizes)
            # Up to the next character, so that a combining accent stays with its letter.
            after = max(origin[end] if end < len(origin) else len(text), origin[end - 1] + 1)
            start = max(origin[match.start()], spans[-1][1] if spans else 0)
            if start < after:  # one character, such as ¼, may hold two words
                spans.append((start, after))
    return _fragments(text, spans)


def _fragments(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Fragment, ...]:
    start, stop = _window(text, spans[0][0] if spans else 0)
    pieces = ["…" if start else ""]
    found = [False]
    place = start
    for first, last in spans:
        if last > stop:
            break
        pieces += [text[place:first], text[first:last]]
        found += [False, True]
        place = last
    pieces += [text[place:stop], "…" if stop < len(text) else ""]
    found += [False, False]
    return tuple(Fragment(p, f) for p, f in zip(pieces, found, strict=True) if p)


def _window(text: str, first: int) -> tuple[int, int]:
    """Where to cut a long text so that what is at ``first`` can be seen; at spaces."""
    if len(text) <= SNIPPET:
        return 0, len(text)
    start = text.rfind(" ", 0, max(first - SNIPPET // 4, 0)) + 1
    stop = text.rfind(" ", start, start + SNIPPET)
    rest = start + SNIPPET >= len(text)
    return start, len(text) if rest or stop <= first else stop
