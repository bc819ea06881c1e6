"""Measure searching and listing in a large library made for the purpose.

    .venv/bin/python -m tests.benchmarks.measure_search [--files 100000] [--keep FOLDER]

The words follow Zipf's law, as in real texts; each file has a title, a name, three tags, four
columns, a description of 20 words, 30 words in its columns, and every fifth has a note.
"""

import argparse
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from server.config import Settings
from server.store import texts
from server.store.library import Library
from server.store.schema import columns, file_tags, files, notes, projects, tags
from server.store.terms import Scope, Wanted

VOCABULARY = 20_000
AT_ONCE = 5_000
REPEATS = 7
NOW = datetime(2026, 1, 1, tzinfo=UTC)
STAMPS = {"revision": 1, "created": NOW, "updated": NOW}


class Words:
    """Words that nobody knows, some of them much more frequent than others."""

    def __init__(self, seed: int) -> None:
        self._choice = random.Random(seed)
        self.known = [self._word() for _ in range(VOCABULARY)]
        self._weights = list(itertools.accumulate(1 / (n + 3) for n in range(VOCABULARY)))

    def _word(self) -> str:
        pairs = range(self._choice.randint(2, 5))
        letters = ("bcdfghjklmnprstvw", "aeiou")
        return "".join(self._choice.choice(some) for _ in pairs for some in letters)

    def some(self, count: int) -> str:
        """So many words."""
        return " ".join(self._choice.choices(self.known, cum_weights=self._weights, k=count))


def fill(connection: sa.Connection, words: Words, count: int) -> None:
    """Add files to the library, past its own ways, for these take a transaction for each."""
    first = 1000
    rows = [
        {"id": n, "title": f"Project {n}", "sort_key": f"{n:020d}", "description": words.some(9),
         "samples": False, **STAMPS}
        for n in range(first, first + 100)
    ]  # fmt: skip
    connection.execute(sa.insert(projects), rows)
    names = [{"id": first + n, "name": words.known[n], "folded": f"#{n}"} for n in range(500)]
    connection.execute(sa.insert(tags), names)
    for start in range(first, first + count, AT_ONCE):
        batch = range(start, min(start + AT_ONCE, first + count))
        connection.execute(sa.insert(files), [_file(words, n, first) for n in batch])
        parts = [row for n in batch for row in _columns(words, n)]
        connection.execute(sa.insert(columns), parts)
        marks = [
            {"file_id": n, "tag_id": first + (n * 7 + k * 31) % 500, "position": k}
            for n in batch
            for k in range(3)
        ]
        connection.execute(sa.insert(file_tags), marks)
        said = [{"file_id": n, "user_id": 1, "text": words.some(15), **STAMPS}
                for n in batch if n % 5 == 0]  # fmt: skip
        connection.execute(sa.insert(notes), said)


def _file(words: Words, number: int, first: int) -> dict[str, Any]:
    title = f"{words.some(4)} {number}"
    name = f"{words.some(2).replace(' ', '_')}_{number:06d}.csv"
    return {
        "id": number, "project_id": first + number % 100, "user_id": 1, "place": "in place",
        "path": f"/data/{name}", "name": name, "format": "CSV", "title": title,
        "sort_key": title, "description": words.some(20), "source": words.some(4),
        "licence": "", "size": number * 100, "mtime_ns": 0, "sha256": f"{number:064x}",
        "described": {"shape": [1000, 4]}, **STAMPS,
    }  # fmt: skip


def _columns(words: Words, number: int) -> Iterator[dict[str, Any]]:
    for position, name in enumerate(["time", *words.some(3).split()]):
        text = words.some(30) if position == 3 else ""
        yield {"file_id": number, "position": position, "name": name, "title": "", "unit": "s",
               "type": "float", "words": text, "facts": {}}  # fmt: skip


def timed(act: Callable[[], object]) -> str:
    """Milliseconds: the median of the time that passed, and the least of the processor's."""
    times, work = [], []
    for _ in range(REPEATS):
        start, began = time.perf_counter(), time.process_time()
        act()
        times.append(1e3 * (time.perf_counter() - start))
        work.append(1e3 * (time.process_time() - began))
    return f"{statistics.median(times):7.1f} {min(work):7.1f}"


def questions(words: Words) -> dict[str, tuple[str, Scope]]:
    """What is asked, from the rarest to what stands in every file."""
    rare, middle, common = words.known[15_000], words.known[300], words.known[0]
    typed = rare[:3] + rare[4:] if len(rare) > 4 else rare
    everywhere = Scope()
    return {
        "a number": ("51234", everywhere),
        "a rare word": (rare, everywhere),
        "a rare word with a typing error": (typed, everywhere),
        "a common word": (middle, everywhere),
        "the commonest word": (common, everywhere),
        "a word in every file": ("csv", everywhere),
        "two words, common and rare": (f"{common} {rare}", everywhere),
        "two common words": (f"{common} {words.known[1]}", everywhere),
        "one letter, as one begins to type": ("b", everywhere),
        "two letters": (common[:2], everywhere),
        "three letters": (middle[:3], everywhere),
        "the commonest word in one project": (common, Scope(project=1007)),
        "nothing like it": ("qqqqqzzzzz", everywhere),
    }


def report(library: Library, words: Words) -> None:
    """Print what was measured."""
    print(f"{'search':38} {'ms':>7} {'CPU ms':>7} {'found':>7}")
    for name, (question, scope) in questions(words).items():
        found = library.finder.find(question, scope)
        time_ = timed(lambda q=question, s=scope: library.finder.find(q, s))  # type: ignore[misc]
        print(f"{name:38} {time_} {found.total:7}")
    page = library.listing.page
    lists: dict[str, Callable[[], object]] = {
        "first page by title": page,
        "last page by title": lambda: page(descending=True),
        "page in the middle by title": lambda: page(offset=50_000),
        "largest files": lambda: page(order="size", descending=True),
        "a project by time of change": lambda: page(Wanted(1007), "updated"),
        "counts of all projects": library.projects.counts,
        "the trash's list": library.trash.list,
        "one file": lambda: library.files.get(51_000),
    }
    print(f"\n{'list':38} {'ms':>7} {'CPU ms':>7}")
    for name, act in lists.items():
        print(f"{name:38} {timed(act)}")


def main() -> None:
    """Make the library and measure."""
    parser = argparse.ArgumentParser(description="Measure searching in a large library.")
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="folder to keep the library in and find it again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        made = (folder / "library.sqlite3").exists()
        library = Library.open(Settings(data_dir=folder))
        words = Words(1)
        if not made:
            start = time.perf_counter()
            with library.database.writing() as writing:
                fill(writing.connection, words, options.files)
            filled = time.perf_counter()
            with library.database.writing() as writing:
                texts.rebuild(writing.connection)
            indexed = time.perf_counter()
            print(f"rows {filled - start:.1f} s, index {indexed - filled:.1f} s")
        size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
        print(f"{library.listing.count().files:,} files, database {size / 1e6:.0f} MB\n")
        report(library, words)
        library.close()


if __name__ == "__main__":
    main()
