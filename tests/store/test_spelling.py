"""Words for typing errors: distances by hand, and that no near word is missed."""

import random

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from server.store import spelling
from server.store.schema import metadata


@pytest.mark.parametrize(
    ("word", "other", "whole", "begun"),
    [
        ("larinx", "larynx", 1, 1),
        ("haert", "heart", 1, 1),
        ("hert", "heart", 1, 1),
        ("hearrt", "heart", 1, 1),
        ("heart", "heartbeat", 4, 0),
        ("haertbaet", "heartbeat", 2, 2),
        ("abc", "xyz", 3, 3),
        ("same", "same", 0, 0),
    ],
)
def test_distances(word, other, whole, begun):
    assert spelling.distances(word, other) == (whole, begun)


LETTERS = "abcdé"
WORDS = st.text(LETTERS, min_size=4, max_size=12)


@given(WORDS, st.integers(0, 2**32))
def test_every_word_with_as_many_errors_as_are_forgiven_shares_a_key(word, seed):
    choice = random.Random(seed)
    typed = word
    for _ in range(spelling.errors_forgiven(word)):
        place = choice.randrange(len(typed))
        typed = choice.choice(
            [
                typed[:place] + typed[place + 1 :],
                typed[:place] + choice.choice(LETTERS) + typed[place:],
                typed[:place] + choice.choice(LETTERS) + typed[place + 1 :],
                typed[:place] + typed[place : place + 2][::-1] + typed[place + 2 :],
            ]
        )
    if spelling.errors_forgiven(typed) >= spelling.distances(typed, word)[0]:
        assert spelling.keys(typed) & spelling.keys(word)


def test_words_are_learnt_once_and_suggested_by_nearness():
    engine = sa.create_engine("sqlite://")
    metadata.create_all(engine)
    known = {"larynx", "larynxes", "lynx", "heart", "hart", "year1999", "abc"}
    with engine.begin() as connection:
        spelling.learn(connection, known)
        spelling.learn(connection, known)
        assert spelling.suggest(connection, "larinx") == ("larynx", "larynxes")
        assert spelling.suggest(connection, "haert") == ("hart", "heart")
        assert spelling.suggest(connection, "yaer1999") == ()  # digits are not guessed
        assert spelling.suggest(connection, "abd") == ()  # nor are short words
        assert spelling.suggest(connection, "mountain") == ()
    engine.dispose()
