"""Words that were meant, for words that occur nowhere.

Two words that differ by few typing errors become equal when few letters are left out of each
(the “symmetric delete” of W. Garbe's SymSpell, 2012). So each word is kept under what remains
of its first letters when up to so many of them are left out, and a look-up finds them all.
"""

from collections.abc import Collection
from hashlib import blake2b
from itertools import combinations, islice

import sqlalchemy as sa

from server.store.schema import spellings, words

SHORTEST = 4  # letters; shorter words are too easily like others
LONGEST = 40
LONG = 8  # letters from which on two errors are forgiven instead of one
HEAD = 7  # letters that are looked at for the look-up
AT_ONCE = 400
SUGGESTED = 5


def errors_forgiven(word: str) -> int:
    """How many typing errors ``word`` may have."""
    if len(word) < SHORTEST or len(word) > LONGEST or not word.isalpha():
        return 0
    return 2 if len(word) >= LONG else 1


def keys(word: str) -> set[int]:
    """What ``word`` is looked up under, as numbers."""
    head = word[:HEAD]
    kept = {head}
    for count in range(1, errors_forgiven(word) + 1):
        kept |= {"".join(letters) for letters in combinations(head, len(head) - count)}
    digests = (blake2b(text.encode(), digest_size=8).digest() for text in kept)
    return {int.from_bytes(digest) >> 1 for digest in digests}  # 63 bits: signed in databases


def learn(connection: sa.Connection, fresh: Collection[str]) -> None:
    """Remember words that were not known yet. Those that do not occur any more do no harm."""
    waiting = iter(sorted(word for word in fresh if errors_forgiven(word)))
    while batch := list(islice(waiting, AT_ONCE)):
        known = connection.execute(sa.select(words.c.word).where(words.c.word.in_(batch)))
        new = sorted(set(batch) - set(known.scalars()))
        if not new:
            continue
        connection.execute(sa.insert(words), [{"word": word} for word in new])
        found = connection.execute(sa.select(words).where(words.c.word.in_(new)))
        rows = [{"key": key, "word_id": row.id} for row in found for key in keys(row.word)]
        connection.execute(sa.insert(spellings), rows)


def suggest(connection: sa.Connection, word: str) -> tuple[str, ...]:
    """Known words that ``word`` may stand for, or begin, the likeliest first."""
    most = errors_forgiven(word)
    if not most:
        return ()
    statement = sa.select(words.c.word).distinct().join(spellings)
    found = connection.execute(statement.where(spellings.c.key.in_(keys(word)))).scalars()
    judged = ((*distances(word, other), other) for other in found)
    likely = sorted((whole, begun, other) for whole, begun, other in judged if begun <= most)
    best = min((min(whole, begun + 1) for whole, begun, _ in likely), default=0)
    return tuple(o for w, b, o in likely if min(w, b + 1) <= best + 1)[:SUGGESTED]


def distances(word: str, other: str) -> tuple[int, int]:
    """How many errors make ``word`` of ``other``, and of the nearest beginning of ``other``.

    An error is a letter left out, put in or replaced, or two neighbours swapped (optimal string
    alignment).
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        older, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == wanted
            row.append(min(cost, older[j - 2] + 1) if swapped else cost)
    return row[-1], min(row)
