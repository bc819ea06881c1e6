"""Files on the command line.

python -m server describe FILE [--json]            what was understood of a file
python -m server convert FILE OUT [--columns …]    its arrays as CSV, TSV, NPY, NPZ or JSON
"""

import argparse
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import orjson

from server.datafiles.model import Contents, Description, Table, flat
from server.datafiles.options import Options, Selection
from server.errors import InputError, SigmascopeError

WRONG_USE = 2
MEMBERS = 20  # that an error names
PARTS = {"array", "table", "image"}  # kinds of members that hold values
VERBS: Mapping[str, str] = {
    "describe": "tell what a file of data holds",
    "convert": "write the arrays of a file in another format",
}
# The options that are plain words or numbers, with what they mean.
WORDS = {
    "encoding": "encoding of a text file, such as cp1252",
    "delimiter": "what stands between cells: a character, tab, space, fixed or none",
    "decimal": "decimal mark, . or ,",
    "quote": "quotation mark",
    "comment": "what a line of comment begins with",
    "dates": "day-first or month-first",
    "x": "column along which the others are sampled",
    "layout": "table or field",
    "channel": "channel of a picture: luma, red, green, blue or alpha",
}
LINES = {"header": "number of the line of names, 0 for none", "units_row": "that of the units"}


def add_verbs(verbs: Any) -> None:
    """Add ``describe`` and ``convert`` to the subparsers of the command line."""
    for name, words in VERBS.items():
        verb = verbs.add_parser(name, help=words, description=words, allow_abbrev=False)
        verb.add_argument("file", type=Path, metavar="FILE")
        if name == "convert":
            verb.add_argument("out", type=Path, metavar="OUT", help="its ending names the format")
            verb.add_argument(
                "--columns", nargs="+", default=None, help="only these, in this order"
            )
        else:
            verb.add_argument("--json", action="store_true", help="for programs")
            verb.add_argument("--quick", action="store_true", help="from headers, without values")
        verb.add_argument("--member", default="", help="path of a member inside a container")
        add_options(verb)


def add_options(verb: argparse.ArgumentParser, without: Collection[str] = ()) -> None:
    """Flags for how a file is to be understood, but those named."""
    for option, meaning in WORDS.items():
        if option not in without:
            verb.add_argument(f"--{option}", help=meaning)
    for option, meaning in LINES.items():
        verb.add_argument(f"--{option.replace('_', '-')}", type=int, help=meaning)
    verb.add_argument("--apart", action="store_true", help="keep dates and times of day apart")
    verb.add_argument(
        "--type", action="append", default=[], metavar="COLUMN=KIND", dest="types",
        help="number, date, duration or text",
    )  # fmt: skip


def run(verb: str, given: argparse.Namespace) -> int:
    """Do what was asked for; 0, or 2 with a message where it cannot be done."""
    try:
        if verb == "describe":
            _describe(given)
        else:
            _convert(given)
    except (SigmascopeError, OSError) as error:
        print(f"{verb}: {error}", file=sys.stderr)
        return WRONG_USE
    return 0


def _describe(given: argparse.Namespace) -> None:
    from server.datafiles.files import describe

    found = describe(given.file, options_of(given), given.member, complete=not given.quick)
    if given.json:
        print(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
    else:
        print("\n".join(_lines(found)))


def _convert(given: argparse.Namespace) -> None:
    from server.datafiles.files import describe, read
    from server.datafiles.writing import write

    if given.out.exists() and given.out.samefile(given.file):
        raise InputError("out", "a file is never written over itself", "another name")
    options = options_of(given)
    columns = tuple(given.columns) if given.columns else None
    contents = read(given.file, Selection(given.member, columns), options)
    if columns is None:
        _all_of_it(contents, describe(given.file, options, given.member), given)
    write(contents, given.out)


def _all_of_it(contents: Contents, found: Description, given: argparse.Namespace) -> None:
    """Raise InputError where ``contents`` are but the first of several things in a container."""
    parts = [m for m in flat(found.members) if m.kind in PARTS and (m.shape or m.kind != "array")]
    written = 1
    if isinstance(contents, Table) and all(part.kind == "array" for part in parts):
        written = len(contents.columns)
    if len(parts) > written:
        inside = given.member or given.file.name
        known = ", ".join(part.path for part in parts[:MEMBERS])
        raise InputError("member", f"{inside} holds several things: choose one", known)


def options_of(given: argparse.Namespace) -> Options:
    """What the flags say of how a file is to be understood."""
    pairs = [text.rpartition("=") for text in given.types]
    types = {name: kind for name, _, kind in pairs}
    chosen = {name: getattr(given, name) for name in (*WORDS, *LINES)}
    return Options(types=types, join=False if given.apart else None, **chosen)


def _lines(found: Description) -> list[str]:
    shape = " × ".join(f"{size:,}" for size in found.shape)
    facts = {
        "format": ", ".join(filter(None, (found.format, found.encoding))),
        "size": f"{found.size:,} bytes",
        "holds": f"{found.layout} {shape}".strip(),
        "memory": f"{found.memory:,} bytes" if found.memory else "",
        "sampling": _sampling(found),
        **found.attributes,
    }
    lines = [f"{name:<10}{value}" for name, value in facts.items() if value]
    lines += ["", *_members(found.members, 0)] if found.members else []
    lines += ["", *_table(found)] if found.columns else []
    guesses = [guess for guess in found.guesses if guess.alternatives]
    lines += [""] if guesses else []
    for guess in guesses:
        others = ", ".join(repr(other) for other in guess.alternatives[:6])
        reason = f": {guess.reason}" if guess.reason else ""
        lines.append(f"guessed   {guess.option} = {guess.value!r} (else {others}){reason}")
    lines += [""] if found.problems.count else []
    for problem in found.problems.first[:20]:
        lines.append(f"line {problem.line}, column {problem.column}: {problem.message}")
    more = found.problems.count - 20
    return [*lines, f"and {more:,} more"] if more > 0 else lines


def _sampling(found: Description) -> str:
    sampling = found.sampling
    if not sampling:
        return ""
    step = "" if sampling.step is None else f", step {sampling.step:.6g} {sampling.unit}".rstrip()
    gaps = f", {sampling.gaps:,} gaps" if sampling.gaps else ""
    return f"{sampling.kind} along {sampling.x}{step}{gaps}"


def _table(found: Description) -> list[str]:
    head = ("column", "unit", "type", "count", "missing", "minimum", "maximum")
    rows = [
        (c.name, c.unit, c.kind, c.count, c.missing, c.minimum, c.maximum) for c in found.columns
    ]
    texts = [head, *(tuple("" if cell is None else str(cell) for cell in row) for row in rows)]
    widths = [max(len(row[i]) for row in texts) for i in range(len(head))]
    return [
        "  ".join(t.ljust(w) for t, w in zip(row, widths, strict=True)).rstrip() for row in texts
    ]


def _members(members: Any, depth: int) -> list[str]:
    lines = []
    for member in members:
        shape = " × ".join(map(str, member.shape))
        words = filter(
            None, (member.path, member.kind, shape, member.dtype, member.unit, member.note)
        )
        lines += ["  " * depth + "  ".join(words), *_members(member.members, depth + 1)]
    return lines
